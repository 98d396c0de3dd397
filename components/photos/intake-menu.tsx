"use client";

import { Camera, Ellipsis, ImagePlus, Link as LinkIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { DropdownMenu } from "radix-ui";
import { IconButton } from "@/components/ui/icon-button";

interface IntakeMenuProps {
  readonly intake: { readonly choose: () => void; readonly shoot: () => void; readonly fromUrl: () => void };
}

/** The other ways to a photo once the first one is here. */
export function IntakeMenu({ intake }: IntakeMenuProps) {
  const t = useTranslations("intake");
  const entries = [
    { id: "choose", text: t("choose"), Icon: ImagePlus, act: intake.choose },
    { id: "camera", text: t("camera"), Icon: Camera, act: intake.shoot },
    { id: "url", text: t("url"), Icon: LinkIcon, act: intake.fromUrl },
  ];
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <IconButton label={t("more")} side="top">
          <Ellipsis aria-hidden />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          side="top"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-40 min-w-48 animate-fade-in rounded-card border bg-raised p-1 shadow-float"
        >
          {entries.map(({ id, text, Icon, act }) => (
            <DropdownMenu.Item
              key={id}
              onSelect={act}
              className="flex h-9 cursor-pointer items-center gap-2.5 rounded-small px-2.5 outline-none data-[highlighted]:bg-sunken pointer-coarse:h-11"
            >
              <Icon aria-hidden className="size-4 text-ink-soft" />
              {text}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
