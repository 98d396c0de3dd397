import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";

export interface Intake {
  readonly choose: () => void;
  readonly shoot: () => void;
  readonly fromUrl: () => void;
}

export interface WorkbenchProps {
  readonly photo: PhotoItem;
  readonly promise: string;
  readonly intake: Intake;
}
