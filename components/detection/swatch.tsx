import type { CSSProperties } from "react";
import { classColour } from "@/components/ui/class-colour";
import { classNames } from "@/components/ui/class-names";
import type { ClassKind } from "@/lib/contracts/model-manifest";

/** A class's colour as a small square, in the theme's own shade. */
export function Swatch({
  classId,
  kind,
  className,
}: {
  classId: number;
  kind: ClassKind;
  className?: string;
}) {
  const { light, dark } = classColour(classId, kind);
  return (
    <span
      aria-hidden
      style={{ "--swatch-light": light, "--swatch-dark": dark } as CSSProperties}
      className={classNames(
        "inline-block size-3 shrink-0 rounded-[3px] bg-(--swatch-light) dark:bg-(--swatch-dark)",
        className,
      )}
    />
  );
}
