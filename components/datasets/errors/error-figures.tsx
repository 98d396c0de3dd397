"use client";

import { useTranslations } from "next-intl";
import { ScrollAcross } from "@/components/ui/scroll-across";
import { type ClassRegistryView, useClassRegistry } from "@/lib/client/datasets/use-registry";
import { type DataErrorsOverview, DOUBT_KINDS, type LinkName } from "@/lib/contracts/data-errors";

const LINKS: readonly LinkName[] = ["source", "brightness", "size"];

/** What was found in each version that was looked through, and the set's figures. */
export function ErrorFigures({ overview }: { readonly overview: DataErrorsOverview }) {
  const t = useTranslations("dataErrors");
  const registry = useClassRegistry();
  const kinds = DOUBT_KINDS.filter((kind) => overview.history.some(({ found }) => found[kind] > 0));
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-3">
        <h2 className="font-semibold text-lead">{t("figures")}</h2>
        <ScrollAcross label={t("figures")}>
          <table className="w-full border-collapse text-left text-meta">
            <thead>
              <tr className="border-b text-ink-soft">
                <th scope="col" className="py-1.5 pr-3 font-medium">
                  {t("versionColumn")}
                </th>
                <th scope="col" className="py-1.5 pr-3 font-medium">
                  {t("labelsColumn")}
                </th>
                {kinds.map((kind) => (
                  <th key={kind} scope="col" className="py-1.5 pr-3 font-medium">
                    {t(`kind.${kind}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="tabular">
              {overview.history.map(({ number, labels, found }) => (
                <tr key={number} className="border-b">
                  <th scope="row" className="py-1.5 pr-3 font-medium">
                    {number === overview.number ? t("thisVersion", { number }) : number}
                  </th>
                  <td className="py-1.5 pr-3">{labels}</td>
                  {kinds.map((kind) => (
                    <td key={kind} className="py-1.5 pr-3">
                      {found[kind]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollAcross>
      </div>
      <section aria-labelledby="errors-set" className="flex min-w-0 flex-col gap-4">
        <h2 id="errors-set" className="font-semibold text-lead">
          {t("setTitle")}
        </h2>
        <Balance overview={overview} registry={registry} />
        {LINKS.map((name) => (
          <ClassLink key={name} name={name} link={overview.links[name]} registry={registry} />
        ))}
      </section>
    </div>
  );
}

interface OfSet {
  readonly registry: ClassRegistryView;
}

function Balance({ overview, registry }: OfSet & { readonly overview: DataErrorsOverview }) {
  const t = useTranslations("dataErrors");
  const { balance } = overview;
  if (!balance) return null;
  return (
    <div className="flex flex-col gap-1">
      <p>{t("evenness", { value: balance.evenness, times: balance.largestToMedian.toFixed(1) })}</p>
      {balance.rare.length > 0 ? (
        <p className="text-ink-soft text-meta">
          {t("rare", { names: balance.rare.map(registry.nameOf).join(", ") })}
        </p>
      ) : null}
    </div>
  );
}

const QUARTERS = ["0", "1", "2", "3"] as const;
const MOST_SHOWN = 5;

interface ClassLinkProps extends OfSet {
  readonly name: LinkName;
  readonly link: DataErrorsOverview["links"][LinkName];
}

/** How strongly classes go together with one property, as a bar, and the classes that do most. */
function ClassLink({ name, link, registry }: ClassLinkProps) {
  const t = useTranslations("dataErrors");
  const quarterOf = (value: string) => {
    const quarter = QUARTERS.find((one) => one === value);
    return name === "source" || !quarter
      ? t("fromSource", { source: value })
      : t(`quarter.${name}.${quarter}`);
  };
  return (
    <div className="flex flex-col gap-1">
      <h3 className="font-medium">{t(`link.${name}`)}</h3>
      {link ? (
        <>
          <p className="flex items-center gap-2">
            <span aria-hidden className="h-2 flex-1 overflow-hidden rounded-full bg-line">
              <span
                className="block h-full bg-saffron"
                style={{ width: `${100 * link.cramersVCorrected}%` }}
              />
            </span>
          </p>
          <p className="tabular text-meta">{t("linkValue", { value: link.cramersVCorrected.toFixed(2) })}</p>
          <p className="tabular text-ink-soft text-meta">
            {t("linkFigures", { count: link.count, information: link.normalisedInformation.toFixed(2) })}
          </p>
          {link.isSparse ? <p className="text-meta">{t("linkSparse")}</p> : null}
          <ul className="text-meta">
            {link.standsOut.slice(0, MOST_SHOWN).map(({ classId, value, share, shareOfAll }) => (
              <li key={`${classId} ${value}`}>
                {t("standsOut", {
                  ...{ share, shareOfAll },
                  name: registry.nameOf(classId),
                  value: quarterOf(value),
                })}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="text-ink-soft">{t("linkNone")}</p>
      )}
    </div>
  );
}
