import type { Metadata } from "next";
import { PageTitle } from "@/components/ui/page-title";
import { EmptyState } from "@/components/ui/states";
import { services } from "@/lib/web/services";
import { AlertsTabs } from "./_components/alerts-tabs";
import { BrokerCard } from "./_components/broker-card";
import styles from "./_components/cards.module.css";
import { loadBrokers } from "./_server/loaders";

export const metadata: Metadata = { title: "Brokers" };

export default async function BrokersPage() {
  const brokers = await loadBrokers();
  const now = services().clock.now();
  return (
    <>
      <PageTitle title="Alerts" subtitle="Ask a broker, keep what it answers, and turn alerts into targets." />
      <AlertsTabs current="brokers" />
      {brokers.length === 0 ? (
        <EmptyState title="No broker is switched on">
          TOM_BROKERS, or tom.config.ts, names the brokers of this installation.
        </EmptyState>
      ) : (
        <ul className={styles.cards}>
          {brokers.map((broker) => (
            <li key={broker.id}>
              <BrokerCard broker={broker} now={now} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
