/** A secret that was just made. It takes the focus, because it will not be seen again. */
export function ShownOnce({
  title,
  text,
  secret,
  back,
}: {
  title: string
  text: string
  secret: string
  back: { href: string; label: string }
}) {
  return (
    <>
      <h1 tabindex={-1} autofocus>
        {title}
      </h1>
      <p>{text}</p>
      <p>
        <code>{secret}</code>
      </p>
      <p>
        <a href={back.href}>{back.label}</a>
      </p>
    </>
  )
}
