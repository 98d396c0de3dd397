"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { ModelProgress } from "@/components/detection/model-progress";
import { CameraDialog } from "@/components/photos/camera-dialog";
import { DropTarget } from "@/components/photos/drop-target";
import { FilePicker, type PickerHandle } from "@/components/photos/file-picker";
import { type ExamplePicture, FirstVisit } from "@/components/photos/first-visit";
import { UrlDialog } from "@/components/photos/url-dialog";
import { useIntake } from "@/components/photos/use-intake";
import { SavingDialogs } from "@/components/saves/saving-dialogs";
import { useToast } from "@/components/ui/toast";
import { runsOnServer } from "@/lib/client/detection/detector-store";
import { useActivePhoto, useDetector, useWorkspace } from "@/lib/client/workspace/workspace-context";
import { useDetectKeys } from "./use-detect-keys";
import { useOpening } from "./use-opening";
import { Workbench } from "./workbench";

/** The Detect page: the first-visit page while the strip is empty, the workbench from the first photo on. */
export function DetectPage({ examples }: { readonly examples: readonly ExamplePicture[] }) {
  const t = useTranslations("intake");
  const picker = useRef<PickerHandle>(null);
  const [dialog, setDialog] = useState<"none" | "url" | "camera">("none");
  const take = useIntake();
  const photo = useActivePhoto();
  const isServer = useDetector(runsOnServer);
  const choose = useCallback(() => picker.current?.choose(), []);
  const shoot = useCallback(() => {
    // A phone has its own camera app, and it is better than any page.
    if (matchMedia("(pointer: coarse)").matches) picker.current?.shoot();
    else setDialog("camera");
  }, []);
  useOpening();
  useMoveNotice();
  useDetectKeys({ onAdd: choose });
  const promise = t(isServer ? "promiseServer" : "promiseDevice");
  const intake = { choose, shoot, fromUrl: () => setDialog("url") };

  return (
    <main id="main" className="flex min-h-0 flex-1 flex-col">
      {photo ? (
        <Workbench photo={photo} promise={promise} intake={intake} />
      ) : (
        <div className="flex flex-1 flex-col restoring:invisible">
          <FirstVisit
            examples={examples}
            onChoose={choose}
            onCamera={shoot}
            onUrl={intake.fromUrl}
            onExample={(example) => void takeExample(example, take)}
            promise={promise}
            status={<ModelProgress />}
          />
        </div>
      )}
      <SavingDialogs />
      <DropTarget onFiles={take} />
      <FilePicker handle={picker} onFiles={take} />
      <UrlDialog
        open={dialog === "url"}
        onOpenChange={(open) => setDialog(open ? "url" : "none")}
        onFiles={take}
      />
      <CameraDialog
        open={dialog === "camera"}
        onOpenChange={(open) => setDialog(open ? "camera" : "none")}
        onFiles={take}
      />
    </main>
  );
}

async function takeExample(example: ExamplePicture, take: ReturnType<typeof useIntake>): Promise<void> {
  const response = await fetch(`/examples/${example.file}`);
  await take([{ blob: await response.blob(), name: example.title }]);
}

/** Says once that detection moved to another backend, and that nothing was lost. */
function useMoveNotice(): void {
  const t = useTranslations("stage");
  const names = useTranslations("backend");
  const show = useToast();
  const { detector } = useWorkspace();
  useEffect(
    () =>
      detector.subscribe(({ move }, before) => {
        if (!move || move === before.move) return;
        show({ title: t("movedTo", { from: names(move.from), to: names(move.to) }), durationMs: 10_000 });
      }),
    [detector, show, t, names],
  );
}
