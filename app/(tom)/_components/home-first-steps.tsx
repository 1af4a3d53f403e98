import { ButtonLink } from "@/components/ui/button";
import type { GlyphName } from "@/components/ui/glyphs";
import { Icon } from "@/components/ui/icon";
import { Panel } from "@/components/ui/panel";
import styles from "./home.module.css";

type Step = { title: string; text: string; href: string; label: string; icon: GlyphName };

const stepsFor = (isAdministrator: boolean): Step[] => [
  {
    title: "Ask a broker",
    text: "Search a survey's alerts, keep what it answers, and make targets of the ones you like, light curves included.",
    href: "/alerts",
    label: "See the brokers",
    icon: "radio-tower",
  },
  {
    title: "Add a target",
    text: "Paste a name, coordinates or a whole line: what is understood is shown at once, doubles are pointed out.",
    href: "/targets/new",
    label: "New target",
    icon: "crosshair",
  },
  isAdministrator
    ? {
        title: "Invite people",
        text: "Accounts and groups decide who sees what: a private target is seen by its groups and nobody else.",
        href: "/people/new",
        label: "New account",
        icon: "users",
      }
    : {
        title: "See your groups",
        text: "Groups decide who sees what: what you share with one is seen by its members and nobody else.",
        href: "/people",
        label: "People",
        icon: "users",
      },
];

/** What a new installation shows instead of empty panels. */
export function FirstSteps({ isAdministrator }: { isAdministrator: boolean }) {
  return (
    <Panel title="Three first steps" id="first-steps">
      <ol className={styles.steps}>
        {stepsFor(isAdministrator).map((step, index) => (
          <li key={step.href} className={styles.step}>
            <Icon name={step.icon} className={styles.stepMark ?? ""} />
            <h3>
              {index + 1}. {step.title}
            </h3>
            <p>{step.text}</p>
            <ButtonLink href={step.href} look={index === 0 ? "primary" : "plain"}>
              {step.label}
            </ButtonLink>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
