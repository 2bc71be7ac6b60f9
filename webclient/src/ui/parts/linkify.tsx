// A text in which web addresses can be pressed. Nothing else in it is interpreted.

/** Quotes, marks of other programs and what cannot be seen do not belong to an address. */
const address = /(https?:\/\/[^\s<>"„“”«»‹›`|\\^{}\p{Cc}\p{Cf}]+)/iu;
/** What comes after so many is shown as it is: a text can be made of addresses. */
const mostLinks = 20;
/**
 * A full stop or bracket after an address belongs to the sentence. A - or _ may be the end of an
 * address.
 */
const trailing = /(?:[.,;:!?'‘’*…。、)\]]|~~)+$/;

/** Splits what follows an address off. A bracket that is opened in the address is closed in it. */
function splitTrailing(part: string): [href: string, after: string] {
  const after = trailing.exec(part)?.[0] ?? "";
  let end = part.length - after.length;
  const isOpen = (open: string, close: string) =>
    part.charAt(end) === close &&
    part.slice(0, end).split(open).length > part.slice(0, end).split(close).length;
  while (isOpen("(", ")") || isOpen("[", "]")) end++;
  return [part.slice(0, end), part.slice(end)];
}

export function Linkify({ text }: { text: string }) {
  return (
    <>
      {text.split(address).map((part, i) => {
        if (i % 2 === 0 || i > 2 * mostLinks) return part;
        const [href, after] = splitTrailing(part);
        return [
          <a key={i} href={href} target="_blank" rel="noopener noreferrer">
            {href}
          </a>,
          after,
        ];
      })}
    </>
  );
}
