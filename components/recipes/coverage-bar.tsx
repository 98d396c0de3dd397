import { classNames } from "@/components/ui/class-names";

export interface CoverageBarProps {
  readonly used: number;
  readonly unsure: number;
  readonly missing: number;
}

/** One segment a food: there, stood in for or not sure, missing. The words beside it say the same. */
export function CoverageBar({ used, unsure, missing }: CoverageBarProps) {
  const kinds = [
    ...Array<string>(used).fill("bg-leaf"),
    ...Array<string>(unsure).fill("bg-saffron"),
    ...Array<string>(missing).fill("bg-line-strong"),
  ];
  return (
    <div aria-hidden className="flex h-1 gap-0.5">
      {kinds.map((kind, position) => (
        // segments have no identity but their place
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <span key={position} className={classNames("min-w-1 flex-1 rounded-full", kind)} />
      ))}
    </div>
  );
}
