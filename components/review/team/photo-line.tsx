import type { ReactNode } from "react";
import { photoImageUrl } from "@/lib/contracts/library";

interface PhotoLineProps {
  readonly photoId: string;
  readonly name: string;
  /** What is said of it, below its name. */
  readonly children: ReactNode;
}

/** A small photo with its name, in a list of the review. */
export function PhotoLine({ photoId, name, children }: PhotoLineProps) {
  return (
    <>
      {/* biome-ignore lint/performance/noImgElement: it comes from the own server in its own size */}
      <img
        src={photoImageUrl(photoId, "thumb")}
        alt=""
        loading="lazy"
        className="h-12 w-16 shrink-0 rounded-small object-cover"
      />
      <span className="flex min-w-0 flex-1 flex-col gap-1">
        <span className="truncate font-medium">{name}</span>
        {children}
      </span>
    </>
  );
}
