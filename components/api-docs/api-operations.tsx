import { useTranslations } from "next-intl";
import { Section } from "@/components/ui/section";
import { type ApiOperation, curlLine } from "@/lib/contracts/openapi-operations";

interface Props {
  readonly operations: ReadonlyMap<string, readonly ApiOperation[]>;
  /** Where this Forage is reached. */
  readonly origin: string;
}

/** What programs may ask of this server, from its own OpenAPI document. */
export function ApiOperations({ operations, origin }: Props) {
  return [...operations].map(([tag, list]) => (
    <Section key={tag} title={tag}>
      <ul className="flex flex-col divide-y divide-line">
        {list.map((operation) => (
          <Operation key={operation.operationId} operation={operation} origin={origin} />
        ))}
      </ul>
    </Section>
  ));
}

const typeOf = ({ type, $ref }: ApiOperation["parameters"][number]["schema"]) =>
  $ref?.split("/").at(-1) ?? (Array.isArray(type) ? type.join(" | ") : (type ?? ""));

function Operation({ operation, origin }: { readonly operation: ApiOperation; readonly origin: string }) {
  const t = useTranslations("apiDocs");
  const { method, path, summary, description, parameters, responses, requestBody } = operation;
  const line = curlLine(origin, operation);
  return (
    <li className="flex min-w-0 flex-col gap-2 py-4 first:pt-0 last:pb-0">
      <h3 className="break-words font-medium">
        <code>
          {method} {path}
        </code>
      </h3>
      <p>
        {summary}. {description}
      </p>
      {requestBody ? (
        <p className="break-words text-ink-soft text-meta">
          {t("body", { types: Object.keys(requestBody.content).join(", ") })}
        </p>
      ) : null}
      {parameters.length > 0 ? (
        <Rows
          title={t("parameters")}
          rows={parameters.map(({ name, description: about, schema }) => [
            name,
            [typeOf(schema), about].filter(Boolean).join(": "),
          ])}
        />
      ) : null}
      <Rows
        title={t("answers")}
        rows={Object.entries(responses).map(([status, { description: about }]) => [
          status === "default" ? t("other") : status,
          about,
        ])}
      />
      <pre className="whitespace-pre-wrap break-all rounded-card border border-line bg-paper p-2 text-meta">
        <code>{line}</code>
      </pre>
    </li>
  );
}

function Rows({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
}) {
  return (
    <details>
      <summary className="cursor-pointer pointer-coarse:py-3">{title}</summary>
      <dl className="mt-1 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-1 text-meta">
        {rows.map(([name, about]) => (
          <div key={name} className="contents">
            <dt className="tabular">
              <code>{name}</code>
            </dt>
            <dd className="text-ink-soft">{about}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
