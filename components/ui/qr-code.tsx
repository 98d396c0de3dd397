import { encode } from "uqr";

/** Empty modules around it, so that a camera finds it: ISO/IEC 18004 asks for four. */
const QUIET_MODULES = 4;

/** A text that a phone's camera reads. It is dark on white in every theme: not every camera reads it the other way round. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: QUIET_MODULES });
  const modules = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-52 shrink-0 rounded-card border bg-white"
    >
      <path d={modules.join("")} fill="#000" />
    </svg>
  );
}
