/** The mark: a corner-framed leaf, as a found thing in its box. */
export function Wordmark({ name }: { readonly name: string }) {
  return (
    <span className="flex items-center gap-2 font-semibold text-lead tracking-[-0.01em]">
      <svg viewBox="0 0 24 24" aria-hidden className="size-[22px] text-leaf" fill="none" strokeWidth="2">
        <path
          d="M3 8V5a2 2 0 0 1 2-2h3M16 3h3a2 2 0 0 1 2 2v3M21 16v3a2 2 0 0 1-2 2h-3M8 21H5a2 2 0 0 1-2-2v-3"
          stroke="currentColor"
          strokeLinecap="round"
        />
        <path d="M8 16c0-5 3-8 8.5-8.5C16.500 13 14 16 9.500 16Z" fill="currentColor" />
        <path d="M7.500 17 12 12.300" stroke="currentColor" strokeLinecap="round" />
      </svg>
      {name}
    </span>
  );
}
