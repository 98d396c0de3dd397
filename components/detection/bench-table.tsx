"use client";

import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { Section } from "@/components/ui/section";
import type {
  BenchMeasured,
  BenchResult,
  BenchStage,
  BenchUnable,
} from "@/lib/client/detection/bench/measure-device";
import type { Reference } from "@/lib/contracts/bench-rows";
import { formatMs } from "./format";

/** The stages of a photo with their colours, in their order. */
const STAGES = [
  ["decodeMs", "decode", "bg-line-strong"],
  ["preprocessMs", "preprocess", "bg-saffron"],
  ["inferenceMs", "inference", "bg-leaf"],
  ["postprocessMs", "postprocess", "bg-tomato"],
] as const satisfies readonly (readonly [BenchStage, string, string])[];

interface BenchTableProps {
  readonly results: readonly BenchResult[];
  readonly reference: Reference;
  readonly nameOf: (result: BenchResult) => string;
  readonly unableWords: (result: BenchUnable) => string;
}

/** This device's rows over the reference's, each as a bar of its stages on one scale. */
export function BenchTable({ results, reference, nameOf, unableWords }: BenchTableProps) {
  const t = useTranslations("bench");
  const details = useTranslations("details");
  const measured = results.filter((result): result is BenchMeasured => result.kind === "measured");
  const longest = Math.max(
    1,
    ...measured.map(({ medians }) => medians.totalMs),
    ...reference.rows.map(({ totalMs }) => totalMs),
  );
  const width = (ms: number) => ({ width: `${(100 * ms) / longest}%` });
  return (
    <Section title={t("results")} hint={t("resultsHint", { machine: reference.machine })}>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-ink-soft text-meta max-sm:hidden">
        {STAGES.map(([key, word, colour]) => (
          <li key={key} className="flex items-center gap-1.5">
            <span aria-hidden className={classNames("size-2.5 rounded-small", colour)} />
            {details(word)}
          </li>
        ))}
      </ul>
      <table className="w-full border-collapse text-left text-meta">
        <thead className="text-ink-soft">
          <tr>
            <th scope="col" className="py-1.5 pr-3 font-normal">
              {t("where")}
            </th>
            <th scope="col" className="w-2/5 py-1.5 pr-3 font-normal max-sm:hidden">
              {t("stages")}
            </th>
            <th scope="col" className="py-1.5 pr-3 text-right font-normal">
              {details("inference")}
            </th>
            <th scope="col" className="py-1.5 text-right font-normal">
              {t("total")}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {results.map((result) => (
            <tr key={`${result.backend} ${result.threads}`}>
              <th scope="row" className="py-2 pr-3 font-medium">
                {nameOf(result)}
                {result.kind === "measured" ? (
                  <span className="block font-normal text-ink-soft">
                    {t("size", { size: result.inputSize })}
                  </span>
                ) : null}
              </th>
              {result.kind === "unable" ? (
                <td colSpan={3} className="py-2 text-ink-soft">
                  {unableWords(result)}
                </td>
              ) : (
                <>
                  <td className="py-2 pr-3 max-sm:hidden">
                    <span aria-hidden className="flex h-3 overflow-hidden rounded-small bg-sunken">
                      {STAGES.map(([key, , colour]) => (
                        <span key={key} className={colour} style={width(result.medians[key])} />
                      ))}
                    </span>
                  </td>
                  <td className="tabular py-2 pr-3 text-right">{`${formatMs(result.medians.inferenceMs)} ms`}</td>
                  <td className="tabular py-2 text-right">
                    {`${formatMs(result.medians.totalMs)} ms`}
                    <span className="block text-ink-soft">
                      {t("spread", { from: formatMs(result.spread[0]), to: formatMs(result.spread[1]) })}
                    </span>
                  </td>
                </>
              )}
            </tr>
          ))}
          {reference.rows.map((row) => (
            <tr key={row.program} className="text-ink-soft">
              <th scope="row" className="py-2 pr-3 font-normal">
                {row.program === "forage" ? t("referenceOurs") : row.peerName}
                <span className="block">{row.note}</span>
              </th>
              <td className="py-2 pr-3 max-sm:hidden">
                <span aria-hidden className="flex h-3 overflow-hidden rounded-small bg-sunken">
                  <span className="bg-line" style={width(row.totalMs - row.networkMs)} />
                  <span className="bg-leaf opacity-60" style={width(row.networkMs)} />
                </span>
              </td>
              <td className="tabular py-2 pr-3 text-right">{`${formatMs(row.networkMs)} ms`}</td>
              <td className="tabular py-2 text-right">{`${formatMs(row.totalMs)} ms`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
