// The address of a picture as long as it is drawn.
import { useEffect, useMemo } from "preact/hooks";
import type { Picture } from "../../../call/together/pictures/pictures.ts";

export function usePictureUrl(picture: Picture | undefined): string | undefined {
  const url = useMemo(() => picture && URL.createObjectURL(blobOf(picture)), [picture]);
  useEffect(
    () => () => {
      if (url !== undefined) URL.revokeObjectURL(url);
    },
    [url],
  );
  return url;
}

export const blobOf = ({ bytes, type }: Picture): Blob => new Blob([bytes], { type });
