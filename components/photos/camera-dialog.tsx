"use client";

import { Camera, SwitchCamera } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import type { NamedBlob } from "@/lib/client/workspace/workspace";

interface CameraDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onFiles: (files: readonly NamedBlob[]) => void;
}

type CameraState = "starting" | "live" | "denied" | "missing";
type Facing = "environment" | "user";

/** A live picture from this device's camera and one button; the camera is off as soon as the dialog closes. */
export function CameraDialog({ open, onOpenChange, onFiles }: CameraDialogProps) {
  const t = useTranslations("intake");
  const close = useTranslations("shell")("close");
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("cameraTitle")} closeLabel={close} width="wide">
      <Viewfinder
        onPhoto={(blob) => {
          onOpenChange(false);
          onFiles([{ blob, name: t("cameraName") }]);
        }}
      />
    </Dialog>
  );
}

function Viewfinder({ onPhoto }: { readonly onPhoto: (photo: Blob) => void }) {
  const t = useTranslations("intake");
  const waits = useTranslations("waits");
  const video = useRef<HTMLVideoElement>(null);
  const [facing, setFacing] = useState<Facing>("environment");
  const state = useCamera(video, facing);
  const isBroken = state === "denied" || state === "missing";
  return (
    <div className="mt-4 flex flex-col gap-4">
      <div className="relative flex aspect-[4/3] items-center justify-center overflow-hidden rounded-card bg-sunken">
        {isBroken ? null : (
          <video ref={video} muted playsInline className="absolute inset-0 size-full object-contain" />
        )}
        {state === "live" ? null : (
          <p role="status" className="relative max-w-[40ch] px-6 text-center text-ink-soft">
            {t(
              state === "denied" ? "cameraDenied" : state === "missing" ? "cameraMissing" : "cameraStarting",
            )}
          </p>
        )}
      </div>
      <div className="flex items-center justify-center gap-3">
        <Button
          tone="primary"
          size="large"
          waitsFor={state !== "live" && waits(state === "starting" ? "camera" : "noCamera")}
          onClick={() => video.current && void grab(video.current).then((photo) => photo && onPhoto(photo))}
        >
          <Camera aria-hidden />
          {t("cameraShoot")}
        </Button>
        <IconButton
          label={t("cameraSwitch")}
          size="large"
          side="top"
          waitsFor={state !== "live" && waits(state === "starting" ? "camera" : "noCamera")}
          onClick={() => setFacing(facing === "user" ? "environment" : "user")}
        >
          <SwitchCamera aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}

function useCamera(video: RefObject<HTMLVideoElement | null>, facing: Facing): CameraState {
  const [state, setState] = useState<CameraState>("starting");
  useEffect(() => {
    let stream: MediaStream | null = null;
    let isGone = false;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    async function begin() {
      setState("starting");
      try {
        if (!navigator.mediaDevices) throw new DOMException("", "NotFoundError");
        stream = await navigator.mediaDevices.getUserMedia({
          video: { facingMode: facing, width: { ideal: 1920 }, height: { ideal: 1440 } },
        });
        if (isGone || !video.current) return stop();
        video.current.srcObject = stream;
        await video.current.play();
        setState("live");
      } catch (error) {
        const name = error instanceof DOMException ? error.name : "";
        if (!isGone) setState(name === "NotAllowedError" || name === "SecurityError" ? "denied" : "missing");
      }
    }
    void begin();
    return () => {
      isGone = true;
      stop();
    };
  }, [video, facing]);
  return state;
}

function grab(video: HTMLVideoElement): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
}
