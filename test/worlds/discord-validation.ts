/** Discord's checks of a message body: answers the `errors` tree of code 50035, or undefined when all is well. */

export type Json = Readonly<Record<string, unknown>>;

export interface Problem {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

const v2 = 1 << 15;
const allowedFlags = (1 << 2) | (1 << 6) | (1 << 12) | v2;

/** Component types of the second kind that may stand at the top, and inside a container. */
const topTypes = new Set([1, 9, 10, 12, 13, 14, 17]);
const insideTypes = new Set([1, 9, 10, 12, 13, 14]);

export interface Checked {
  readonly problems: readonly Problem[];
  readonly isEmpty: boolean;
}

export function checkMessage(body: Json, fileNames: readonly string[]): Checked {
  const problems: Problem[] = [];
  const add = (path: Problem['path'], code: string, message: string) => problems.push({ path, code, message });
  const flags = Number(body.flags ?? 0);
  const components = listOf(body.components);
  const embeds = listOf(body.embeds);
  const content = typeof body.content === 'string' ? body.content : '';
  if ((flags & ~allowedFlags) !== 0) add(['flags'], 'MESSAGE_FLAGS_INVALID', 'Invalid message flags');
  if (body.nonce !== undefined && String(body.nonce).length > 25)
    add(['nonce'], 'BASE_TYPE_BAD_LENGTH', 'Must be 25 or fewer in length.');
  if (body.allowed_mentions === undefined)
    add(['allowed_mentions'], 'FAKE_OPEN_MENTIONS', 'This fake wants them closed.');
  if ((flags & v2) !== 0) checkNew(body, content, embeds, components, fileNames, add);
  else checkOld(content, embeds, components, add);
  const isEmpty = components.length === 0 && embeds.length === 0 && content.trim() === '' && fileNames.length === 0;
  return { problems, isEmpty };
}

type Add = (path: Problem['path'], code: string, message: string) => void;

function checkNew(
  body: Json,
  content: string,
  embeds: readonly Json[],
  components: readonly Json[],
  fileNames: readonly string[],
  add: Add,
): void {
  const legacy = 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2';
  if (content !== '' || body.content === '')
    add(['content'], legacy, 'The content field cannot be used when using MessageFlags.IS_COMPONENTS_V2');
  if (embeds.length > 0)
    add(['embeds'], legacy, 'The embeds field cannot be used when using MessageFlags.IS_COMPONENTS_V2');
  const all = flatten(components);
  if (all.length > 40) add(['components'], 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', 'Too many components (40)');
  const length = all.reduce((sum, one) => sum + [...String(one.type === 10 ? one.content : '')].length, 0);
  if (length > 4000)
    add(['components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', 'The displayable text may not exceed 4000');
  components.forEach((one, index) => {
    checkComponent(one, ['components', index], topTypes, fileNames, add);
  });
  checkIds(all, add);
}

function checkOld(content: string, embeds: readonly Json[], components: readonly Json[], add: Add): void {
  if ([...content].length > 2000) add(['content'], 'BASE_TYPE_MAX_LENGTH', 'Must be 2000 or fewer in length.');
  if (components.length > 5) add(['components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.');
  components.forEach((one, index) => {
    if (one.type !== 1)
      add(['components', index, 'type'], 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).');
    checkComponent(one, ['components', index], new Set([1]), [], add);
  });
  embeds.forEach((embed, index) => {
    const description = String(embed.description ?? '');
    if ([...description].length > 4096)
      add(['embeds', index, 'description'], 'BASE_TYPE_MAX_LENGTH', 'Must be 4096 or fewer in length.');
    const image = (embed.thumbnail as Json | undefined)?.url;
    if (image !== undefined && !isUrl(image))
      add(['embeds', index, 'thumbnail', 'url'], 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
  });
  checkIds(flatten(components), add);
}

function checkComponent(
  one: Json,
  path: Problem['path'],
  types: ReadonlySet<number>,
  fileNames: readonly string[],
  add: Add,
): void {
  const type = Number(one.type);
  const children = listOf(one.components);
  const each = (allowed: ReadonlySet<number>) =>
    children.forEach((child, index) => {
      checkComponent(child, [...path, 'components', index], allowed, fileNames, add);
    });
  if (!types.has(type))
    return add([...path, 'type'], 'UNION_TYPE_CHOICES', 'Value of field "type" is not allowed here.');
  switch (type) {
    case 1:
      if (children.length < 1 || children.length > 5)
        add([...path, 'components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.');
      return each(new Set([2]));
    case 2:
      return checkButton(one, path, add);
    case 9: {
      if (children.length < 1 || children.length > 3)
        add([...path, 'components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 3 in length.');
      if (typeof one.accessory !== 'object')
        add([...path, 'accessory'], 'BASE_TYPE_REQUIRED', 'This field is required');
      else checkComponent(one.accessory as Json, [...path, 'accessory'], new Set([2, 11]), fileNames, add);
      return each(new Set([10]));
    }
    case 10: {
      const length = [...String(one.content ?? '')].length;
      if (String(one.content ?? '').trim() === '' || length > 4000)
        add([...path, 'content'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 4000 in length.');
      return;
    }
    case 11: {
      const url = (one.media as Json | undefined)?.url;
      if (!isUrl(url)) add([...path, 'media', 'url'], 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
      return;
    }
    case 13: {
      const name = String((one.file as Json | undefined)?.url ?? '').replace(/^attachment:\/\//, '');
      if (!fileNames.includes(name))
        add([...path, 'file', 'url'], 'ATTACHMENT_NOT_FOUND', `Unknown attachment ${name}`);
      return;
    }
    case 17:
      if (children.length < 1) add([...path, 'components'], 'BASE_TYPE_BAD_LENGTH', 'Must be at least 1 in length.');
      return each(insideTypes);
  }
}

function checkButton(button: Json, path: Problem['path'], add: Add): void {
  const label = String(button.label ?? '');
  if (label === '' || [...label].length > 80)
    add([...path, 'label'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 80 in length.');
  const isLink = button.style === 5;
  if (isLink && (!isUrl(button.url) || String(button.url).length > 512))
    add([...path, 'url'], 'BASE_TYPE_BAD_LENGTH', 'Must be 512 or fewer in length and an http(s) address.');
  const id = String(button.custom_id ?? '');
  if (!isLink && (id === '' || id.length > 100))
    add([...path, 'custom_id'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.');
}

function checkIds(all: readonly Json[], add: Add): void {
  const ids = all.flatMap((one) => (typeof one.custom_id === 'string' ? [one.custom_id] : []));
  if (new Set(ids).size < ids.length)
    add(['components'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
}

/** Every component, nested ones and accessories too. */
export function flatten(components: readonly Json[]): readonly Json[] {
  return components.flatMap((one): readonly Json[] => {
    const accessory = typeof one.accessory === 'object' && one.accessory !== null ? [one.accessory as Json] : [];
    return [one, ...accessory, ...flatten(listOf(one.components))];
  });
}

export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

function isUrl(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.length <= 2048 &&
    URL.canParse(value) &&
    /^https?:$/.test(new URL(value).protocol)
  );
}

/** The `errors` tree that Discord sends. */
export function treeOf(problems: readonly Problem[]): Json {
  const root: Record<string, unknown> = {};
  for (const { path, code, message } of problems) {
    let node = root;
    for (const step of path) {
      node[step] ??= {};
      node = node[step] as Record<string, unknown>;
    }
    node._errors = [...((node._errors as unknown[]) ?? []), { code, message }];
  }
  return root;
}

/** What a form may hold: one to five fields, each with a label of at most 45 characters. */
export function checkModal(data: Json): readonly Problem[] {
  const problems: Problem[] = [];
  const add: Add = (path, code, message) => problems.push({ path, code, message });
  const fields = listOf(data.components);
  const isWithin = (text: unknown, most: number) => typeof text === 'string' && text.length >= 1 && text.length <= most;
  if (!isWithin(data.custom_id, 100))
    add(['custom_id'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.');
  if (!isWithin(data.title, 45)) add(['title'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 45 in length.');
  if (fields.length < 1 || fields.length > 5)
    add(['components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.');
  fields.forEach((field, index) => {
    const inner = (field.type === 18 ? field.component : listOf(field.components)[0]) as Json | undefined;
    const label = field.type === 18 ? field.label : inner?.label;
    const path = ['components', index];
    if (inner === undefined || (field.type !== 1 && field.type !== 18)) {
      add([...path, 'type'], 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1, 18).');
      return;
    }
    if (!isWithin(label, 45)) add([...path, 'label'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 45 in length.');
    if (field.description !== undefined && !isWithin(field.description, 100))
      add([...path, 'description'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.');
    const options = listOf(inner.options);
    if (inner.type === 3 && (options.length < 1 || options.length > 25))
      add([...path, 'options'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 25 in length.');
    if (inner.type !== 3 && inner.type !== 4)
      add([...path, 'component', 'type'], 'UNION_TYPE_CHOICES', 'This fake knows texts and choices.');
  });
  return problems;
}
