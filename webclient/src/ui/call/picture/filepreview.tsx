// A picture that has come, small, in the line of its file.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { decodePicture, shownSize } from "./decode.ts";
import "./filepreview.css";

/** Nothing for what is no picture, or a broken one. */
export function FilePreview({ name, content }: { name: string; content: Blob }) {
  const [picture, setPicture] = useState<ImageBitmap>();
  useLayoutEffect(() => {
    let wanted = true;
    void decodePicture(content).then((decoded) => {
      if (wanted) setPicture(decoded);
      else decoded?.close();
    });
    return () => {
      wanted = false;
    };
  }, [content]);
  return picture && <Picture name={name} picture={picture} />;
}

function Picture({ name, picture }: { name: string; picture: ImageBitmap }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = shownSize(picture);
  useLayoutEffect(() => {
    canvas.current?.getContext("2d")?.drawImage(picture, 0, 0);
    if (canvas.current) keepEnd(canvas.current, height);
    return () => picture.close();
  }, [picture, height]);
  return (
    <canvas
      ref={canvas}
      class="file-preview"
      data-test="file-preview"
      role="img"
      aria-label={name}
      width={picture.width}
      height={picture.height}
      style={{ width: `${width}px`, aspectRatio: `${width} / ${height}` }}
    />
  );
}

/** A few lines from the end count as the end, as in the chat. */
const nearEnd = 100;

/** Whoever was at the end of the chat stays there. */
function keepEnd(canvas: HTMLElement, height: number): void {
  const log = canvas.closest(".chat-log");
  const rest = log ? log.scrollHeight - log.scrollTop - log.clientHeight : 0;
  if (log && rest < height + nearEnd) log.scrollTop = log.scrollHeight;
}
