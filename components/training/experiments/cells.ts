import { useTranslations } from "next-intl";
import type { Price } from "@/lib/contracts/experiments";
import { aboutValue, type TrainingValueName, trainingValuesSchema } from "@/lib/contracts/training-values";
import type { Cell, Column } from "./columns";

const MISSING = "–";

function titleOfValue(name: string): string {
  return name in trainingValuesSchema.shape ? aboutValue(name as TrainingValueName).title : name;
}

/** Hours and minutes, or minutes and seconds of what took less than an hour. */
export function shownHours(hours: number): string {
  const seconds = Math.round(hours * 3_600);
  const two = (number: number) => String(number).padStart(2, "0");
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)} min`;
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor((seconds % 3_600) / 60))} h`;
}

/** A cell's text. What is missing is a dash, never a 0. */
export function shownCell(value: Cell, kind: Column["kind"], price: Price | null): string {
  if (value === null || value === "") return MISSING;
  if (typeof value === "string") return value;
  if (kind === "points") return (100 * value).toFixed(1);
  if (kind === "hours") return shownHours(value);
  // what costs less than is shown does not cost nothing
  if (kind === "money" && value > 0 && value < 0.005) return `< 0.01 ${price?.currency ?? ""}`.trim();
  if (kind === "money") return `${value.toFixed(2)} ${price?.currency ?? ""}`.trim();
  return String(Number(value.toPrecision(4)));
}

/** What a column is called, and on which photos its figures are. */
export function useColumnWords(): (column: Column) => { readonly title: string; readonly hint: string } {
  const t = useTranslations("experiments");
  return ({ about }) => {
    if (about.is === "fixed") return { title: t(`columns.${about.name}`), hint: "" };
    if (about.is === "value") return { title: titleOfValue(about.name), hint: "" };
    const { set, split, letter, figure, photos, boxes, photosKey } = about.of;
    const name = [split === "val" ? t("validation") : set, letter].filter(Boolean).join(" ");
    const hint =
      photosKey === null
        ? t("photosUnknown")
        : boxes === null
          ? t("photos", { photos })
          : t("photosBoxes", { photos, boxes });
    return { title: `${name} ${t(`figures.${figure}`)}`, hint };
  };
}
