/** The look of every page: one sheet inside the page, allowed by its hash. Phone first; dark where the reader's system is. */
import { createHash } from 'node:crypto';

/** Every pair of text and ground has a contrast of 4.5 or more (WCAG 2.2, AA). */
export const colours = {
  light: { ground: '#ffffff', text: '#1c1c1e', quiet: '#5a5a60', link: '#0a50b5', line: '#d6d6db' },
  dark: { ground: '#131316', text: '#ececf0', quiet: '#a6a6ae', link: '#8fb8ff', line: '#3a3a42' },
} as const;

const variables = (names: Readonly<Record<string, string>>) =>
  Object.entries(names)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

export const style = `:root{color-scheme:light dark;${variables(colours.light)}}
@media(prefers-color-scheme:dark){:root{${variables(colours.dark)}}}
*{box-sizing:border-box}
body{margin:0 auto;padding:0 1rem 3rem;max-width:44rem;background:var(--ground);color:var(--text);font:1.0625rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
h2 a{color:inherit;text-decoration:none}
a:hover{text-decoration:underline}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;inset-inline-start:-100vw}
.skip:focus{inset-inline-start:1rem;background:var(--ground);padding:.5rem}
header{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;padding:1rem 0;border-bottom:1px solid var(--line)}
header strong a{color:inherit;text-decoration:none}
form{display:flex;gap:.5rem;flex:1 1 16rem}
input,button{font:inherit;min-height:2.75rem;padding:.25rem .75rem;border:1px solid var(--quiet);border-radius:.5rem;background:var(--ground);color:var(--text)}
input{flex:1;min-width:0}
input[type=checkbox]{min-height:1.5rem;min-width:1.5rem}
h1{font-size:1.6rem;line-height:1.25;margin:1.5rem 0 .5rem}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 .25rem}
article{padding:1.25rem 0;border-bottom:1px solid var(--line)}
p{margin:.25rem 0}
.quiet,time,summary,footer{color:var(--quiet);font-size:.925rem}
summary{cursor:pointer;padding:.4rem 0}
ol.time{list-style:none;margin:.25rem 0;padding-inline-start:.75rem;border-inline-start:2px solid var(--line)}
ol.time li{margin:.35rem 0}
nav.row ul{list-style:none;display:flex;align-items:baseline;flex-wrap:wrap;gap:.25rem 1rem;padding:0}
nav.row a{display:inline-block;padding:.4rem 0}
article [dir=auto],h1{text-align:-webkit-match-parent;text-align:match-parent}
body.full{max-width:90rem}
section{margin-top:1.75rem}
th{white-space:nowrap}
td label{display:flex;gap:.5rem}
td label input{flex:none}
@media(min-width:40rem){td time{white-space:nowrap}}
form.tall{display:block}
form.tall>label{display:block;margin:.75rem 0}
form.tall>label input{width:100%;max-width:30rem;display:block}
.wide{overflow-x:auto}
.wide td:first-child:has(a){min-width:9rem}
nav.row [aria-current]{font-weight:bold}
ol.log{list-style:none;padding:0;font-size:.925rem;font-family:ui-monospace,monospace}
table{border-collapse:collapse;width:100%;font-size:.925rem}
th,td{text-align:start;vertical-align:top;padding:.35rem .5rem .35rem 0;border-bottom:1px solid var(--line)}
footer{margin-top:2rem}`;

/** As a source of `style-src`. */
export const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
