import { type Command, Option } from "commander";
import { act } from "@/lib/web/administration/act";
import { print, table } from "../output";
import { readPassword } from "../password";

type Json = { json?: boolean };
type Account = { username: string; role: string; email: string | null; disabledAt: string | null; groups: string };

const json = (command: Command): Command => command.option("--json", "print one JSON document");
const collect = (value: string, earlier: string[]): string[] => [...earlier, value];

export function addPeople(program: Command): void {
  const user = program.command("user").description("accounts");
  json(user.command("create").argument("<name>"))
    .description("create an account; the password comes from the terminal, from standard input, or --generate")
    .addOption(new Option("--role <role>").choices(["admin", "member"]).makeOptionMandatory())
    .option("--email <address>")
    .option("--group <group>", "name of a group; may be repeated", collect, [])
    .option("--generate", "make a password and print it once")
    .action(
      async (
        username: string,
        options: Json & { role: string; email?: string; group: string[]; generate?: boolean },
      ) => {
        const { password, made } = await readPassword(options);
        const created = await act<{ id: string; username: string }>("user.create", {
          username,
          role: options.role,
          email: options.email ?? null,
          groups: options.group,
          password,
        });
        const shown = made ? { password } : {};
        print({ ...created, ...shown }, options, () => [
          `Created ${created.username}.`,
          ...(made ? [`Password: ${password}`] : []),
        ]);
      },
    );
  json(user.command("list")).action(async (options: Json) => {
    const accounts = await act<Account[]>("user.list", {});
    print({ items: accounts }, options, () =>
      table(
        ["NAME", "ROLE", "GROUPS", "E-MAIL", "STATE"],
        accounts.map((a) => [a.username, a.role, a.groups, a.email, a.disabledAt ? "disabled" : ""]),
      ),
    );
  });
  json(user.command("disable").argument("<name>"))
    .description("end all sessions and tokens of an account and keep it from signing in")
    .action(async (username: string, options: Json) => {
      const done = await act("user.disable", { username });
      print(done, options, () => [`${username} is disabled.`]);
    });
  json(user.command("password").argument("<name>"))
    .description("set a new password; all sessions end")
    .option("--generate", "make a password and print it once")
    .action(async (username: string, options: Json & { generate?: boolean }) => {
      const { password, made } = await readPassword(options);
      const done = await act<object>("user.password", { username, password });
      print({ ...done, ...(made ? { password } : {}) }, options, () => [
        `${username} has a new password.`,
        ...(made ? [`Password: ${password}`] : []),
      ]);
    });
  addGroups(program);
  json(program.command("token").description("API tokens").command("create").argument("<user>"))
    .addOption(new Option("--scope <scope>").choices(["read", "write"]).makeOptionMandatory())
    .option("--days <n>", "how long it holds, 1 to 365", Number, 90)
    .description("make a token and print it once")
    .action(async (username: string, options: Json & { scope: string; days: number }) => {
      const made = await act<{ token: string; expiresAt: string }>("token.create", {
        username,
        scope: options.scope,
        days: options.days,
      });
      print(made, options, () => [made.token, `It holds until ${made.expiresAt} and is not shown again.`]);
    });
}

function addGroups(program: Command): void {
  const group = program.command("group").description("groups");
  json(group.command("create").argument("<name>"))
    .option("--description <text>", "", "")
    .action(async (name: string, options: Json & { description: string }) => {
      const made = await act<{ name: string }>("group.create", { name, description: options.description });
      print(made, options, () => [`Created ${made.name}.`]);
    });
  json(group.command("add").argument("<group>").argument("<user>"))
    .addOption(new Option("--role <role>").choices(["member", "manager"]).default("member"))
    .action(async (name: string, username: string, options: Json & { role: string }) => {
      const done = await act("group.add", { group: name, username, role: options.role });
      print(done, options, () => [`${username} is ${options.role} of ${name}.`]);
    });
  json(group.command("list")).action(async (options: Json) => {
    const groups = await act<{ name: string; description: string }[]>("group.list", {});
    print({ items: groups }, options, () =>
      table(
        ["NAME", "DESCRIPTION"],
        groups.map((g) => [g.name, g.description]),
      ),
    );
  });
}
