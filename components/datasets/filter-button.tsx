import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

export interface FilterButtonProps {
  readonly isChosen: boolean;
  readonly onClick: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Chooses one of the groups that a list can be narrowed to. */
export function FilterButton({ isChosen, onClick, className, children }: FilterButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onClick}
      className={classNames(
        "flex flex-col gap-1 rounded-card px-2.5 py-1.5 text-left pointer-coarse:min-h-11",
        isChosen ? "bg-sunken font-medium" : "hover:bg-sunken",
        className,
      )}
    >
      {children}
    </button>
  );
}
