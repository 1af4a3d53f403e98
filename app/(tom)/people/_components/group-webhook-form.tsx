"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormFrame, SubmitButton } from "@/components/forms/action-form";
import type { ActionResult } from "@/components/forms/action-result";
import { FormActions } from "@/components/forms/form-layout";
import { TextField } from "@/components/forms/text-fields";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { CloseDialog, Dialog, DialogButton } from "@/components/ui/dialog";
import { Stack } from "@/components/ui/panel";
import { Notice } from "@/components/ui/states";
import { CodeBlock, Muted } from "@/components/ui/text";
import { toast } from "@/components/ui/toast";
import { setGroupWebhookSchema } from "@/lib/access/schema";

type Props = {
  groupId: string;
  url: string | null;
  set: (input: unknown) => Promise<ActionResult<{ secret: string | null }>>;
  test: (input: unknown) => Promise<ActionResult<{ status: number | null }>>;
};

const renewDialog = "renew-webhook-secret";

/** Where a group is told of runs with new alerts, and the secret that signs them: it is shown when it is made, and never again. */
export function GroupWebhookForm({ groupId, url, set, test }: Props) {
  const router = useRouter();
  const [testing, setTesting] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const form = useActionForm({
    schema: setGroupWebhookSchema,
    action: set,
    defaultValues: { groupId, url: url ?? "", renew: false },
    onDone: (made) => {
      setSecret(made.secret);
      toast({ text: "The webhook is stored." });
      router.refresh();
    },
  });
  const renew = async (): Promise<void> => {
    const result = await set({ groupId, url: url ?? "", renew: true });
    if (!result.ok) return toast({ text: result.error.message, tone: "bad" });
    setSecret(result.data.secret);
  };
  const sendTest = async (to: string): Promise<void> => {
    if (testing) return;
    setTesting(true);
    const result = await test({ groupId });
    setTesting(false);
    router.refresh();
    if (!result.ok) toast({ text: result.error.message, tone: "bad" });
    else if (result.data.status === null) toast({ text: "There is no address any more.", tone: "bad" });
    else toast({ text: `${new URL(to).host} took the test and answered ${result.data.status}.` });
  };
  return (
    <Stack>
      <Muted>
        Each run of this group&rsquo;s queries that finds new alerts is told to this address, in one message signed by
        the rules of Standard Webhooks. A message that is not taken is sent again, for a day.
      </Muted>
      <FormFrame form={form} label="Webhook">
        <TextField
          form={form}
          name="url"
          label="Address"
          placeholder="https://example.org/hooks"
          maxLength={500}
          optional
          help="Empty: nothing is sent."
        />
        <FormActions>
          <SubmitButton look="plain" pending={form.pending}>
            Store
          </SubmitButton>
          {url === null ? null : (
            <>
              <Button icon="zap" onClick={() => void sendTest(url)} aria-disabled={testing}>
                {testing ? "Sending …" : "Send a test"}
              </Button>
              <DialogButton dialog={renewDialog} icon="refresh-cw">
                New secret
              </DialogButton>
            </>
          )}
        </FormActions>
      </FormFrame>
      {secret === null ? null : (
        <>
          <Notice framed>
            The secret is shown only now, and no other signs from now on. Give it to the receiver, which checks
            signatures with it.
          </Notice>
          <CodeBlock code={secret} label="secret" />
        </>
      )}
      <Dialog id={renewDialog} title="Make a new secret?">
        <Stack>
          <p>The one in use stops signing at once: the receiver refuses every message until it has the new one.</p>
          <FormActions>
            <Button look="primary" data-dialog-close="" onClick={() => void renew()}>
              Make a new secret
            </Button>
            <CloseDialog>Cancel</CloseDialog>
          </FormActions>
        </Stack>
      </Dialog>
    </Stack>
  );
}
