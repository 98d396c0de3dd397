import { classNames } from "@/components/ui/class-names";
import { pictureAddress } from "@/lib/contracts/recipe-pictures";
import { Plate } from "../plate";

export interface CardPictureProps {
  readonly slug: string;
  /** Null for a drawn plate. */
  readonly pictureId: number | null;
  readonly className?: string;
}

/** A recipe's picture on a card, else its drawn plate. The title beside it says what it shows. */
export function CardPicture({ slug, pictureId, className }: CardPictureProps) {
  if (pictureId === null) return <Plate seed={slug} className={className} />;
  return (
    // biome-ignore lint/performance/noImgElement: already the size it is shown at
    <img
      src={pictureAddress(slug, pictureId, "thumb")}
      alt=""
      loading="lazy"
      className={classNames("shrink-0 rounded-small bg-sunken object-cover", className)}
    />
  );
}
