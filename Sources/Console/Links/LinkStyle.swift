import Crypto
import Foundation

/// The one style sheet of the pages, inside each of them: nothing else is fetched.
enum LinkStyle {
  /// For the content security policy, which allows this sheet alone.
  static let hash = Data(SHA256.hash(data: Data(sheet.utf8))).base64EncodedString()

  static let element = HTML(stringLiteral: "<style>\(sheet)</style>")

  private static let sheet = """
    :root {
      color-scheme: light dark;
      --page: #f4f5f7; --card: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de;
      --quote: #f6f8fa; --act: #0b57d0; --on-act: #ffffff; --bad: #b3261e; --bad-page: #fdeceb;
      --good: #146c2e;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #0f1216; --card: #191d23; --ink: #e8eaed; --soft: #a3adb8; --line: #3a424c;
        --quote: #22272f; --act: #a8c7fa; --on-act: #062e6f; --bad: #ffb4ab;
        --bad-page: #3b1512; --good: #7ddc97;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; padding: 1rem; background: var(--page); color: var(--ink);
      font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
    }
    main {
      max-width: 36rem; margin: 0 auto; padding: 1.25rem; background: var(--card);
      border: 1px solid var(--line); border-radius: 0.75rem; overflow-wrap: anywhere;
    }
    @media (min-width: 40rem) {
      body { padding: 3rem 1rem; }
      main { padding: 2rem; }
    }
    h1 { margin: 0 0 0.5rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
    h2 { margin: 0 0 0.5rem; font-size: 1rem; }
    p { margin: 0 0 1rem; }
    main > :last-child { margin-bottom: 0; }
    .lead { color: var(--soft); }
    section { margin: 0 0 1.25rem; padding: 1rem 0 0; border-top: 1px solid var(--line); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0; }
    dt { color: var(--soft); }
    dd { margin: 0; }
    blockquote {
      margin: 0.75rem 0 0; padding: 0.75rem 1rem; background: var(--quote); overflow: hidden;
      border-inline-start: 0.25rem solid var(--line); border-radius: 0.25rem;
      white-space: pre-line; unicode-bidi: isolate;
    }
    form { padding-top: 1rem; border-top: 1px solid var(--line); }
    fieldset { margin: 0 0 1.25rem; padding: 0; border: 0; min-width: 0; }
    legend { padding: 0; margin: 0 0 0.25rem; font-weight: 600; }
    label { display: block; margin: 0 0 0.25rem; }
    .field { margin: 0 0 1rem; }
    .hint { color: var(--soft); font-size: 0.9375rem; }
    select, input[type=text], button {
      width: 100%; min-height: 3rem; padding: 0.5rem 0.75rem; font: inherit; color: inherit;
      background: var(--card); border: 1px solid var(--soft); border-radius: 0.5rem;
    }
    .choice { display: flex; align-items: center; gap: 0.75rem; min-height: 3rem; margin: 0; }
    .choice input {
      flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--act);
    }
    .choice .hint { margin-inline-start: auto; text-align: end; }
    button {
      color: var(--on-act); background: var(--act); border-color: var(--act); font-weight: 600;
      cursor: pointer;
    }
    :focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
    .error {
      padding: 0.75rem 1rem; color: var(--bad); background: var(--bad-page); border-radius: 0.5rem;
    }
    .done { color: var(--good); font-weight: 600; }
    .refused { color: var(--bad); font-weight: 600; }
    @media (forced-colors: active) { main, blockquote { border-color: CanvasText; } }
    """
}
