"use client";

import { Eye, Footprints, Leaf, ShieldCheck, Stethoscope } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { type CareCard, isHealthyCard } from "@/lib/core/plants/care-card";

export interface CareCardViewProps {
  readonly card: CareCard;
  /** The heading level under which the card stands. */
  readonly level: 2 | 3;
}

/** The body of a care card. */
export function CareCardView({ card, level }: CareCardViewProps) {
  const t = useTranslations("care");
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-1.5">
        <Badge tone={isHealthyCard(card) ? "good" : "attention"}>{t(`causes.${card.cause}`)}</Badge>
        <Badge tone={card.photoCertainty === "good" ? "good" : "unsure"}>
          {t(`certainty.${card.photoCertainty}`)}
        </Badge>
      </div>
      <Part level={level} icon={<Leaf />} title={t("whatItIs")}>
        <p>{card.whatItIs}</p>
      </Part>
      <Part level={level} icon={<Footprints />} title={t("today")}>
        <List items={card.today} isOrdered />
      </Part>
      <Part level={level} icon={<Eye />} title={t("fromPhoto")}>
        <p>{card.fromPhoto}</p>
        <h4 className="mt-2 text-meta font-medium text-ink-soft">{t("lookAlikes")}</h4>
        <dl className="mt-1 flex flex-col gap-1.5">
          {card.lookAlikes.map((other) => (
            <div key={other.name}>
              <dt className="inline font-medium">{other.name}: </dt>
              <dd className="inline text-ink-soft">{other.tell}</dd>
            </div>
          ))}
        </dl>
      </Part>
      <Part level={level} icon={<ShieldCheck />} title={t("prevention")}>
        <List items={card.prevention} />
      </Part>
      <Part level={level} icon={<Stethoscope />} title={t("expert")}>
        <p>{card.expert}</p>
      </Part>
    </div>
  );
}

interface PartProps {
  readonly level: 2 | 3;
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}

function Part({ level, icon, title, children }: PartProps) {
  const Heading = level === 2 ? "h3" : "h4";
  return (
    <section>
      <Heading className="mb-1 flex items-center gap-2 font-semibold">
        <span aria-hidden className="text-leaf [&_svg]:size-4">
          {icon}
        </span>
        {title}
      </Heading>
      <div className="pl-6 text-pretty">{children}</div>
    </section>
  );
}

function List({ items, isOrdered }: { readonly items: readonly string[]; readonly isOrdered?: boolean }) {
  const Root = isOrdered ? "ol" : "ul";
  return (
    <Root className={isOrdered ? "list-decimal pl-4" : "list-disc pl-4 marker:text-ink-soft"}>
      {items.map((item) => (
        <li key={item} className="py-0.5 pl-1">
          {item}
        </li>
      ))}
    </Root>
  );
}
