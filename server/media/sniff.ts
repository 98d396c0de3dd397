export { type SniffedFormat, sniffFormat } from "@/lib/core/photos/sniff-format";
