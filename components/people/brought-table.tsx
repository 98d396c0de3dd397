import { useTranslations } from "next-intl";
import type { Brought, LeftOut } from "@/lib/contracts/takeout";

const SHOWN = 50;

interface BroughtTableProps {
  readonly brought: Brought;
  /** It was looked at, and nothing is written yet. */
  readonly isPlan: boolean;
}

/** What an archive holds, kind by kind, and what becomes of it. */
export function BroughtTable({ brought, isPlan }: BroughtTableProps) {
  const t = useTranslations("people");
  const counts = brought.counts.filter(({ found }) => found > 0);
  const left = counts.reduce((sum, one) => sum + one.left, 0);
  const { newClasses, shared } = brought;
  const head = [
    t("broughtFound"),
    isPlan ? t("broughtToAdd") : t("broughtAdded"),
    t("broughtKnown"),
    t("broughtLeft"),
  ];
  return (
    <div className="flex flex-col gap-3">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{t("broughtTable")}</caption>
        <thead className="text-meta text-ink-soft">
          <tr>
            <th scope="col" className="py-1 pr-2 font-medium">
              {t("broughtKind")}
            </th>
            {head.map((text) => (
              <th key={text} scope="col" className="py-1 pl-2 text-right align-bottom font-medium">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tabular">
          {counts.map(({ kind, found, added, known, left: out }) => (
            <tr key={kind} className="border-t">
              <th scope="row" className="py-1.5 pr-2 font-normal">
                {t(`broughtKinds.${kind}`)}
              </th>
              <td className="py-1.5 pl-2 text-right">{found}</td>
              <td className="py-1.5 pl-2 text-right font-medium">{added}</td>
              <td className="py-1.5 pl-2 text-right">{known}</td>
              <td className={out > 0 ? "py-1.5 pl-2 text-right text-tomato-ink" : "py-1.5 pl-2 text-right"}>
                {out}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {newClasses.length > 0 ? (
        <p>{t("broughtClasses", { count: newClasses.length, names: newClasses.slice(0, 10).join(", ") })}</p>
      ) : null}
      {shared > 0 ? <p>{t("broughtShared", { count: shared })}</p> : null}
      {left > 0 ? <LeftOutList leftOut={brought.leftOut} all={left} /> : null}
    </div>
  );
}

function LeftOutList({ leftOut, all }: { readonly leftOut: readonly LeftOut[]; readonly all: number }) {
  const t = useTranslations("people");
  // saves of one photo are left out for one reason
  const told = new Set(leftOut.map(({ kind, name, reason }) => JSON.stringify([kind, name, reason])));
  const lines = [...told]
    .slice(0, SHOWN)
    .map((line) => JSON.parse(line) as [LeftOut["kind"], string, LeftOut["reason"]]);
  return (
    <section aria-label={t("broughtWhy", { count: all })} className="flex flex-col gap-1">
      <h3 className="font-medium">{t("broughtWhy", { count: all })}</h3>
      <ul className="list-disc pl-5">
        {lines.map(([kind, name, reason]) => (
          <li key={`${kind} ${name} ${reason}`} className="[overflow-wrap:anywhere]">
            {t(`broughtKinds.${kind}`)}
            {name === "" ? "" : `, ${name}`}: {t(`leftReasons.${reason}`)}
          </li>
        ))}
      </ul>
      {told.size > SHOWN ? (
        <p className="text-ink-soft">{t("broughtMore", { count: told.size - SHOWN })}</p>
      ) : null}
    </section>
  );
}
