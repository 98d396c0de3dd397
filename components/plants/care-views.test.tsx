import { NextIntlClientProvider } from "next-intl";
import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import messages from "@/lib/client/messages/en.json";
import type { PlantLook } from "@/lib/contracts/plants";
import { CARE_CARDS } from "@/lib/core/plants/cards";
import type { PlantAnswer } from "@/lib/core/plants/combine";
import type { LeafClass } from "@/lib/core/plants/read-leaves";
import { ConditionTimeline } from "./diary/condition-timeline";
import { LookEntry } from "./diary/look-entry";
import { PlantAnswerView } from "./plant-answer";

const classes: LeafClass[] = CARE_CARDS.map(({ species, condition }, classId) => ({
  classId,
  species,
  condition,
}));

/** What the server would send, with the entities of text read back. */
function html(node: ReactNode): string {
  const markup = renderToStaticMarkup(
    <NextIntlClientProvider
      locale="en"
      timeZone="UTC"
      messages={messages}
      onError={(error) => {
        throw error;
      }}
    >
      <Tooltip.Provider>{node}</Tooltip.Provider>
    </NextIntlClientProvider>,
  );
  return markup.replaceAll("&#x27;", "'").replaceAll("&amp;", "&");
}
const textOf = (markup: string) => markup.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

function answer(verdict: PlantAnswer["verdict"], leaves = 4, affected = 3): PlantAnswer {
  return {
    species: "tomato",
    leaves,
    affected,
    verdict,
    votes: [
      { condition: "early blight", share: 0.6 },
      { condition: "septoria leaf spot", share: 0.4 },
    ],
  };
}

function look(id: string, lookedAt: string, { votes, ...said }: PlantAnswer): PlantLook {
  return {
    id,
    lookedAt,
    modelId: "forage-n/1",
    answer: { ...said, votes: [...votes] },
    note: "",
    photos: [],
  };
}

describe("PlantAnswerView", () => {
  it("counts leaves and shows the care card of what is most likely", () => {
    const text = textOf(
      html(
        <PlantAnswerView
          answer={answer({ kind: "condition", condition: "early blight" })}
          classes={classes}
        />,
      ),
    );
    expect(text).toContain("Most likely early blight");
    expect(text).toContain("3 of 4 leaves found look affected");
    expect(text).toContain("First steps today");
    expect(text).not.toMatch(/\d\s?%/);
  });

  it("names both of two close conditions, and asks for another leaf or the underside", () => {
    const between = { kind: "between", first: "early blight", second: "septoria leaf spot" } as const;
    const text = textOf(html(<PlantAnswerView answer={answer(between)} classes={classes} />));
    expect(text).toMatch(/Early blight or septoria leaf spot/i);
    expect(text).toMatch(/another leaf, or the underside/);
  });

  it.each(["weak", "unlike", "split", "no-leaf"] as const)(
    "names neither plant nor disease when in doubt: %s",
    (doubt) => {
      const text = textOf(
        html(<PlantAnswerView answer={answer({ kind: "unsure", doubt })} classes={classes} />),
      );
      expect(text).not.toMatch(/tomato|blight|septoria/i);
      expect(text).toContain(messages.care.doubts[doubt].slice(0, 20));
    },
  );

  it("lets headings go down one by one", () => {
    const markup = html(
      <PlantAnswerView answer={answer({ kind: "healthy" }, 2, 0)} classes={classes} level={2} />,
    );
    expect([...markup.matchAll(/<h(\d)/g)].map(([, level]) => Number(level)).slice(0, 2)).toEqual([2, 3]);
  });
});

describe("the diary", () => {
  const looks = [
    look("a", "2026-05-01T10:00:00Z", answer({ kind: "condition", condition: "early blight" })),
    look("b", "2026-05-08T10:00:00Z", answer({ kind: "healthy" }, 3, 0)),
  ];

  it("draws a dot a look and tells the same in words", () => {
    const markup = html(<ConditionTimeline looks={looks} />);
    expect(markup.match(/<circle/g)).toHaveLength(2);
    // a mark a leaf found: four and three, three of them affected
    expect(markup.match(/<ellipse/g)).toHaveLength(7);
    expect(markup.match(/<ellipse[^>]*fill-tomato/g)).toHaveLength(3);
    expect(markup).toContain("1 May: Looks affected, 3 of 4 leaves look affected; 8 May: Looks healthy");
  });

  it("shows a look whose photos are gone with its answer and its care card", () => {
    const text = textOf(html(<LookEntry look={looks[0]!} onNote={() => {}} onDelete={() => {}} />));
    expect(text).toContain("Its photos were deleted from the library");
    expect(text).toContain("What to do: Early blight");
  });
});
