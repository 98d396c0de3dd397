import type { ReactNode } from "react";
import { ReviewPlaces } from "@/components/review/team/review-places";

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <ReviewPlaces />
      {children}
    </>
  );
}
