"use client";

import { useCallback } from "react";
import { useTheme } from "@/components/shell/theme";
import { classColour } from "@/components/ui/class-colour";
import type { ClassLookup } from "@/lib/client/detection/class-lookup";

export interface StageColour {
  readonly stroke: string;
  readonly fill: string;
  readonly text: string;
}

/** A class's colours on the stage, in the theme that is on. */
export function useBoxColours(classes: ClassLookup): (classId: number) => StageColour {
  const theme = useTheme();
  return useCallback(
    (classId) => {
      const colour = classColour(classId, classes.kindOf(classId));
      return theme === "dark"
        ? { stroke: colour.dark, fill: colour.dark, text: colour.inkOnDark }
        : { stroke: colour.light, fill: colour.light, text: colour.inkOnLight };
    },
    [classes, theme],
  );
}
