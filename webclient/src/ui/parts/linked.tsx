// A text in which web addresses can be pressed. Nothing else in it is interpreted.
const address = /(https?:\/\/[^\s<>"]+)/;
/** What comes after so many is shown as it is: a text can be made of addresses. */
const mostLinks = 20;
/** A full stop or bracket after an address belongs to the sentence. */
const trailing = /[.,;:!?)\]}'»”]+$/;

export function Linked({ text }: { text: string }) {
  return (
    <>
      {text.split(address).map((part, i) => {
        if (i % 2 === 0 || i > 2 * mostLinks) return part;
        const end = trailing.exec(part)?.[0] ?? "";
        const href = part.slice(0, part.length - end.length);
        return [
          <a key={i} href={href} target="_blank" rel="noopener noreferrer">
            {href}
          </a>,
          end,
        ];
      })}
    </>
  );
}
