"use client";

import { X } from "lucide-react";
import type { Food } from "@/lib/core/recipes/food";
import { capitalised, foodName } from "../food-name";

export interface FoodChipProps {
  readonly food: Food | undefined;
  /** The button's name, given the food's. */
  readonly label: (food: string) => string;
  readonly onRemove: () => void;
}

/** A food with a button that takes it away, as an item of a list. */
export function FoodChip({ food, label, onRemove }: FoodChipProps) {
  if (!food) return null;
  const name = foodName(food);
  return (
    <li className="inline-flex h-7 items-center gap-0.5 rounded-full border border-line-strong bg-raised pl-2.5 text-meta font-medium pointer-coarse:h-9">
      {capitalised(name)}
      <button
        type="button"
        aria-label={label(name)}
        onClick={onRemove}
        className="grid size-6 place-items-center rounded-full hover:bg-ink/10 pointer-coarse:size-9 [&_svg]:size-3.5"
      >
        <X aria-hidden />
      </button>
    </li>
  );
}
