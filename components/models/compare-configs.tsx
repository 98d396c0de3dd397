"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/lib/client/api/trpc";
import type { RegistryEntry } from "@/lib/contracts/model-registry";

type Flat = Readonly<Record<string, string>>;

/** A config as lines of "path: value". */
function flatten(value: unknown, path = ""): Flat {
  if (typeof value !== "object" || value === null) return { [path]: String(value) };
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => flatten(inner, path ? `${path}.${key}` : key)),
  );
}

/** The config a model was trained with, as its file says; empty where none is kept. */
function useConfig({ manifest, runId }: RegistryEntry): {
  readonly config: Flat;
  readonly runId: string | null;
} {
  const file = manifest.files.find(({ role }) => role === "config");
  const query = useQuery({
    queryKey: ["model-config", manifest.id, file?.sha256],
    enabled: file !== undefined,
    queryFn: async () => {
      const response = await fetch(`/api/v1/models/${manifest.id}/${file?.path}`);
      return flatten(await response.json());
    },
  });
  return { config: query.data ?? {}, runId };
}

/** Configs side by side, what differs first, and the validation curves of both runs. */
export function CompareConfigs({
  left,
  right,
}: {
  readonly left: RegistryEntry;
  readonly right: RegistryEntry;
}) {
  const t = useTranslations("models");
  const [mine, theirs] = [useConfig(left), useConfig(right)];
  const keys = [...new Set([...Object.keys(mine.config), ...Object.keys(theirs.config)])].toSorted();
  const different = keys.filter((key) => mine.config[key] !== theirs.config[key]);
  return (
    <div className="flex flex-col gap-3">
      <Curves left={mine.runId} right={theirs.runId} names={[left.manifest.id, right.manifest.id]} />
      {keys.length === 0 ? (
        <p className="text-ink-soft">{t("noConfigs")}</p>
      ) : (
        <table className="w-full table-fixed text-meta">
          <thead>
            <tr className="text-left">
              <th scope="col" className="font-medium">
                {t("setting")}
              </th>
              <th scope="col" className="font-medium">
                {left.manifest.id}
              </th>
              <th scope="col" className="font-medium">
                {right.manifest.id}
              </th>
            </tr>
          </thead>
          <tbody>
            {different.map((key) => (
              <tr key={key} className="border-t align-top">
                <th scope="row" className="break-words py-1 pr-2 text-left font-normal">
                  {key}
                </th>
                <td className="tabular break-words py-1 pr-2">{mine.config[key] ?? "–"}</td>
                <td className="tabular break-words py-1">{theirs.config[key] ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

interface CurvesProps {
  readonly left: string | null;
  readonly right: string | null;
  readonly names: readonly [string, string];
}

const WIDTH = 300;
const HEIGHT = 80;

/** mAP50 on validation by epoch, one line a run. */
function Curves({ left, right, names }: CurvesProps) {
  const t = useTranslations("models");
  const mine = useCurve(left);
  const theirs = useCurve(right);
  const all = [...mine, ...theirs];
  if (all.length === 0) return <p className="text-ink-soft">{t("noCurves")}</p>;
  const epochs = Math.max(1, mine.length - 1, theirs.length - 1);
  const [low, high] = [Math.min(...all), Math.max(...all, Math.min(...all) + 0.01)];
  const path = (values: readonly number[]) =>
    values
      .map((value, i) => `${(i / epochs) * WIDTH},${HEIGHT - ((value - low) / (high - low)) * HEIGHT}`)
      .join(" ");
  return (
    <figure>
      <svg
        role="img"
        aria-label={t("curves")}
        viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
        preserveAspectRatio="none"
        className="h-32 w-full"
        fill="none"
      >
        <polyline
          points={path(mine)}
          className="stroke-leaf"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
        />
        <polyline
          points={path(theirs)}
          className="stroke-saffron"
          strokeWidth={2}
          strokeDasharray="5 3"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="text-ink-soft text-meta">
        {t("curvesOf", { left: names[0], right: names[1] })}
      </figcaption>
    </figure>
  );
}

function useCurve(runId: string | null): readonly number[] {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.models.curve.queryOptions({ runId: runId ?? "" }),
    enabled: runId !== null,
  });
  return query.data ?? [];
}
