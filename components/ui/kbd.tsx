import { classNames } from "./class-names";

export function Kbd({ children, onDark }: { readonly children: string; readonly onDark?: boolean }) {
  return (
    <kbd
      className={classNames(
        "inline-flex h-5 min-w-5 items-center justify-center rounded-[4px] border px-1 font-sans text-meta",
        onDark ? "border-current opacity-80" : "border-line-strong bg-raised text-ink",
      )}
    >
      {children}
    </kbd>
  );
}
