/** What people or programs type to break a page, a statement, a template, a header or a sheet. */
export const evil = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `'; DROP TABLE case_file; --`,
  `1' OR '1'='1`,
  `" UNION SELECT password FROM account --`,
  `\${7*7} {{7*7}} %{7*7} #{7*7}`,
  `../../../etc/passwd`,
  `=HYPERLINK("http://x")`,
  `%00 %0d%0aSet-Cookie:a=b`,
  `{unit} {date}`,
  `\\'; \\" \\\\`,
  `‮gnp.exe 👩‍👩‍👧 𠮷 é ﷽`,
] as const;
