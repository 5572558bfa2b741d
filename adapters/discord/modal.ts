/** Forms that ask for what a command needs: opened where its options were left out. */
import {
  type APILabelComponent,
  type APIModalInteractionResponse,
  type APITextInputComponent,
  ComponentType,
  InteractionResponseType,
  type ModalSubmitComponent,
  Routes,
  TextInputStyle,
} from 'discord.js';
import { cleanLine } from './clean.ts';
import { attempt, type Connection } from './connection.ts';
import type { Typed } from './incoming.ts';
import { type Form, formOf, type Option, type Values } from './options.ts';

/** Of Discord: fields of a form, characters of its title, of a label and of a description. */
const maxFields = 5;
const maxTitle = 45;
const maxLabel = 45;
const maxDescription = 100;
const maxTyped = 300;

const prefix = 'm:';

/** What a form is for: a command, and one of its parts. */
export interface Purpose {
  readonly name: string;
  readonly part: string | undefined;
  readonly commandId: string;
}

/** Opens the form; where Discord does not know the newer fields, one of texts alone. */
export async function openModal(line: Connection, act: Typed, form: Form): Promise<void> {
  const route = Routes.interactionCallback(act.id, act.token);
  for (const isPlain of [false, true]) {
    const body = modalOf(line, act, form, isPlain);
    if (body === undefined) return;
    const done = await attempt(line, () => line.rest.post(route, { body, auth: false }));
    if (done.ok) return;
    line.host.log.warn({ reason: done.failure.reason }, 'Discord did not open a form');
    if (done.failure.code !== 50035) return;
  }
}

function modalOf(line: Connection, act: Typed, form: Form, isPlain: boolean): APIModalInteractionResponse | undefined {
  const say = (key: string) => line.host.say(act.actor.locale, key);
  const id = line.seal.close([`${prefix}${act.name}`, act.part ?? '', act.commandId].join(':'));
  if (id === undefined) return undefined;
  const key = act.part === undefined ? `command.${act.name}.description` : `discord.part.${act.name}-${act.part}`;
  const fields = form.options.filter(({ name }) => name !== 'where').slice(0, maxFields);
  const components = fields.map((option) => {
    const label = capital(cut(say(`discord.name.${option.name}`), maxLabel));
    const description = cut(say(`discord.option.${option.name}`), maxDescription);
    const typed = act.values[option.name];
    if (isPlain) return { type: ComponentType.ActionRow as const, components: [inputOf(option, typed, label)] };
    const component = option.choices.length > 0 ? choiceOf(option, typed, say) : inputOf(option, typed);
    return { type: ComponentType.Label, label, description, component } as APILabelComponent;
  });
  const data = { custom_id: id, title: cut(say(key), maxTitle), components };
  return { type: InteractionResponseType.Modal, data };
}

function inputOf(option: Option, typed: string | undefined, label?: string): APITextInputComponent {
  return {
    type: ComponentType.TextInput,
    custom_id: option.name,
    style: TextInputStyle.Short,
    required: option.isAsked,
    max_length: maxTyped,
    ...(label !== undefined && { label }),
    ...(typed && { value: typed.slice(0, maxTyped) }),
    ...(label !== undefined && option.choices.length > 0 && { placeholder: option.choices.join(', ').slice(0, 100) }),
  };
}

function choiceOf({ name, choices }: Option, typed: string | undefined, say: (key: string) => string) {
  const options = choices.map((value) => ({
    label: cut(say(`discord.choice.${value.replace(' ', '-')}`), maxDescription),
    value,
    default: value === typed,
  }));
  return { type: ComponentType.StringSelect, custom_id: name, options, required: false, min_values: 0, max_values: 1 };
}

function cut(text: string, most: number): string {
  const clean = cleanLine(text);
  return clean.length <= most ? clean : `${clean.slice(0, most - 1).toWellFormed()}…`;
}

function capital(text: string): string {
  const [first = '', ...rest] = text;
  return first.toLocaleUpperCase() + rest.join('');
}

/** The purpose in an action that a form gave back. */
export function purposeOf(action: string): Purpose | undefined {
  if (!action.startsWith(prefix)) return undefined;
  const [name = '', part = '', commandId = ''] = action.slice(prefix.length).split(':');
  return { name, part: part === '' ? undefined : part, commandId };
}

/** The form that a purpose means. */
export function formFor({ name, part }: Pick<Purpose, 'name' | 'part'>): Form {
  const form = formOf(name);
  return (part === undefined ? undefined : form.parts[part]) ?? form;
}

/** What was filled in, by the option's name. */
export function submittedValues(components: readonly unknown[]): Values {
  const fields = (components as readonly Partial<Nested>[]).flatMap(({ component, components: inner = [] }) =>
    component === undefined ? inner : [component],
  );
  return Object.fromEntries(
    fields.map(({ custom_id: name, value, values = [] }) => [name, (value ?? values[0] ?? '').trim()]),
  );
}

interface Nested {
  readonly component: Field;
  readonly components: readonly Field[];
}

type Field = Pick<ModalSubmitComponent, 'custom_id'> & { readonly value?: string; readonly values?: readonly string[] };
