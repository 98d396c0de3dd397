import type { Metadata } from "next";
import { PlantBrowser } from "@/components/care/plant-browser";

export const metadata: Metadata = { title: "Plants" };

export default function PlantsPage() {
  return <PlantBrowser />;
}
