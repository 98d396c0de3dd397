import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

interface MoreButtonProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    fetchNextPage(): Promise<unknown>;
  };
  readonly label: string;
}

/** Gets the next page of a list, while there is one. */
export function MoreButton({ query, label }: MoreButtonProps) {
  const waits = useTranslations("waits");
  if (!query.hasNextPage) return null;
  return (
    <Button
      className="self-center"
      waitsFor={query.isFetchingNextPage && waits("busy")}
      onClick={() => void query.fetchNextPage()}
    >
      {label}
    </Button>
  );
}
