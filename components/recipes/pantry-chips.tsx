"use client";

import { Check, RotateCcw, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { KitchenItem, OneKitchen, Sighting } from "@/lib/core/recipes/one-kitchen";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { capitalised, foodName } from "./food-name";
import { SeenList, SeenThumbs, type ShownPhoto } from "./seen-photos";

export interface PantryChipsProps extends OneKitchen {
  /** The photos that foods name; none where there is only one. */
  readonly photos: readonly ShownPhoto[];
  readonly vocabulary: Vocabulary;
  readonly onOpenPhoto: (photoId: string) => void;
  readonly onConfirm: (item: KitchenItem) => void;
  readonly onRemove: (item: KitchenItem) => void;
  /** What is asked about on these photos is this food. */
  readonly onChoose: (foodId: string, on: readonly Sighting[]) => void;
  /** It is none of the two. */
  readonly onNeither: (foodId: string, on: readonly Sighting[]) => void;
  readonly onPutBack: (absent: OneKitchen["absent"][number]) => void;
  /** How many there are of a food that several photos show. */
  readonly onCount: (item: KitchenItem, count: number) => void;
}

const CHIP =
  "inline-flex min-h-7 items-center gap-0.5 rounded-full border text-meta font-medium pointer-coarse:min-h-11";
const ACTION =
  "grid size-6 place-items-center rounded-full hover:bg-ink/10 pointer-coarse:size-11 [&_svg]:size-3.5";
const WORD =
  "h-6 rounded-full px-1.5 underline decoration-dotted underline-offset-2 hover:bg-ink/10 pointer-coarse:h-11 pointer-coarse:min-w-11";

/** What is in the kitchen: sure foods, foods to be checked with one tap, and foods left out. */
export function PantryChips(props: PantryChipsProps) {
  const { items, doubts, absent, vocabulary, onPutBack } = props;
  const t = useTranslations("recipes");
  const name = (id: string) => foodName(vocabulary.byId.get(id));
  return (
    <ul className="contents">
      {items.map((item) => (
        <li key={item.foodId}>
          <PantryChip item={item} {...props} />
        </li>
      ))}
      {doubts.map((sighting) => (
        <li key={`${sighting.foodId}-${sighting.photoId}`}>
          <WhichOne foodId={sighting.foodId} orFoodId={sighting.orFoodId} on={[sighting]} {...props} />
        </li>
      ))}
      {absent.map((entry) => (
        <li key={entry.foodId}>
          <span className={classNames(CHIP, "border-dashed pl-2.5 text-ink-soft")}>
            <s>{capitalised(name(entry.foodId))}</s>
            <button
              type="button"
              aria-label={t("putBack", { food: name(entry.foodId) })}
              onClick={() => onPutBack(entry)}
              className={ACTION}
            >
              <RotateCcw aria-hidden />
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}

function PantryChip({ item, ...props }: PantryChipsProps & { readonly item: KitchenItem }) {
  const { vocabulary, photos, onOpenPhoto, onConfirm, onRemove, onCount } = props;
  const t = useTranslations("recipes");
  const plain = foodName(vocabulary.byId.get(item.foodId), item.upTo ?? item.count);
  const text = useItemText()(item, plain);
  const { orFoodId, sightings } = item;
  if (item.certainty === "check" && orFoodId !== undefined) {
    const on = sightings.filter((sighting) => sighting.orFoodId === orFoodId);
    return <WhichOne foodId={item.foodId} orFoodId={orFoodId} on={on} {...props} />;
  }
  const thumbs = <SeenThumbs food={plain} sightings={sightings} photos={photos} onOpenPhoto={onOpenPhoto} />;
  const hasThumbs = photos.length > 0 && sightings.length > 0;
  if (item.certainty === "check")
    return (
      <fieldset
        aria-label={`${plain}: ${t("isItThere")}`}
        className={classNames(
          CHIP,
          "border-saffron bg-saffron-wash text-saffron-ink",
          hasThumbs ? "pl-0.5" : "pl-2.5",
        )}
      >
        {thumbs}
        <span aria-hidden>{capitalised(plain)}?</span>
        <button
          type="button"
          aria-label={t("yes", { food: plain })}
          onClick={() => onConfirm(item)}
          className={ACTION}
        >
          <Check aria-hidden />
        </button>
        <button
          type="button"
          aria-label={t("no", { food: plain })}
          onClick={() => onRemove(item)}
          className={ACTION}
        >
          <X aria-hidden />
        </button>
      </fieldset>
    );
  return (
    <span
      className={classNames(
        CHIP,
        hasThumbs ? "pl-0.5" : "pl-2.5",
        item.certainty === "hand"
          ? "border-leaf bg-leaf-wash text-leaf-strong"
          : "border-line-strong bg-raised",
      )}
    >
      {thumbs}
      {hasThumbs && sightings.length > 1 ? (
        <SeenList
          text={text}
          food={plain}
          item={item}
          photos={photos}
          onOpenPhoto={onOpenPhoto}
          onCount={(count) => onCount(item, count)}
        />
      ) : (
        text
      )}
      <button
        type="button"
        aria-label={t("remove", { food: plain })}
        onClick={() => onRemove(item)}
        className={ACTION}
      >
        <X aria-hidden />
      </button>
    </span>
  );
}

/** "3 onions"; "2 to 5 onions" while nobody has said whether several photos show the same. */
function useItemText(): (item: KitchenItem, plain: string) => string {
  const t = useTranslations("recipes");
  return ({ count, upTo }, plain) => {
    if (count === null) return capitalised(plain);
    return upTo === null
      ? t("countOf", { count, food: plain })
      : t("countBetween", { count, upTo, food: plain });
  };
}

/** "Tomato or pepper?": one press names the boxes it is about. */
function WhichOne({
  foodId,
  orFoodId = "",
  on,
  vocabulary,
  photos,
  onOpenPhoto,
  onChoose,
  onNeither,
}: PantryChipsProps & {
  readonly foodId: string;
  readonly orFoodId: string | undefined;
  readonly on: readonly Sighting[];
}) {
  const t = useTranslations("recipes");
  const boxes = on.reduce((sum, { doubtIds }) => sum + doubtIds.length, 0);
  const plain = foodName(vocabulary.byId.get(foodId), boxes);
  const other = foodName(vocabulary.byId.get(orFoodId), boxes);
  const hasThumbs = photos.length > 0;
  return (
    <fieldset
      aria-label={t("whichOne", { food: plain, other })}
      className={classNames(
        CHIP,
        "border-saffron bg-saffron-wash text-saffron-ink",
        hasThumbs ? "pl-0.5" : "pl-1",
      )}
    >
      <SeenThumbs food={plain} sightings={on} photos={photos} onOpenPhoto={onOpenPhoto} />
      <button type="button" onClick={() => onChoose(foodId, on)} className={WORD}>
        {capitalised(plain)}
      </button>
      <span aria-hidden>{t("or")}</span>
      <button type="button" onClick={() => onChoose(orFoodId, on)} className={WORD}>
        {other}
      </button>
      <span aria-hidden>?</span>
      <button
        type="button"
        aria-label={t("neither", { food: plain, other })}
        onClick={() => onNeither(foodId, on)}
        className={ACTION}
      >
        <X aria-hidden />
      </button>
    </fieldset>
  );
}
