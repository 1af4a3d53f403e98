import { ActionButton } from "@/components/forms/action-button";
import { ButtonLink } from "@/components/ui/button";
import { CloseDialog, Dialog, DialogButton } from "@/components/ui/dialog";
import { Panel } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { CommentDto, TargetPage } from "@/lib/targets/types";
import { deleteCommentAction } from "../_server/actions";
import styles from "./detail.module.css";
import type { DetailAddress } from "./detail-address";
import { hrefOf } from "./detail-address";
import { CommentForm } from "./detail-lazy-forms";
import { CommentText } from "./detail-markdown";
import { shownAsMarkdown } from "./detail-markdown-cost";

type Reader = { username: string | null; isAdministrator: boolean };

type Props = {
  target: TargetPage;
  address: DetailAddress;
  comments: readonly CommentDto[];
  reader: Reader;
  now: Date;
};

function DeleteComment({ targetId, comment }: { targetId: string; comment: CommentDto }) {
  const dialog = `delete-comment-${comment.id}`;
  return (
    <>
      <DialogButton dialog={dialog} look="quiet" small>
        Delete
      </DialogButton>
      <Dialog id={dialog} title="Delete this comment?">
        <p className={styles.ask}>It cannot be brought back.</p>
        <div className={styles.row}>
          <ActionButton
            action={deleteCommentAction}
            fields={{ id: targetId, commentId: comment.id }}
            label="Delete the comment"
            done="The comment is deleted."
            look="danger"
            icon="trash"
          >
            Delete
          </ActionButton>
          <CloseDialog>Keep it</CloseDialog>
        </div>
      </Dialog>
    </>
  );
}

type CommentProps = { comment: CommentDto; asMarkdown: boolean } & Omit<Props, "comments">;

function Comment({ comment, asMarkdown, ...rest }: CommentProps) {
  const { target, address, reader, now } = rest;
  const isOwn = reader.username !== null && comment.author === reader.username;
  const view = hrefOf(address, { tab: "comments" });
  return (
    <article className={styles.comment} aria-label={`Comment of ${comment.author ?? "a deleted account"}`}>
      <header>
        <strong>{comment.author ?? "deleted account"}</strong>
        <Muted>
          <UtcTime iso={comment.createdAt} now={now} />
          {comment.editedAt === null ? null : (
            <>
              , edited <UtcTime iso={comment.editedAt} show="ago" now={now} />
            </>
          )}
        </Muted>
        <span className={styles.push} />
        {isOwn && address.comment !== comment.id ? (
          <ButtonLink
            look="quiet"
            small
            href={hrefOf(address, { tab: "comments", comment: comment.id })}
            data-scroll="keep"
          >
            Edit
          </ButtonLink>
        ) : null}
        {isOwn || reader.isAdministrator ? <DeleteComment targetId={target.id} comment={comment} /> : null}
      </header>
      {isOwn && address.comment === comment.id ? (
        <CommentForm targetId={target.id} comment={{ id: comment.id, body: comment.body }} doneHref={view} />
      ) : asMarkdown ? (
        <CommentText text={comment.body} mentions={comment.mentions} />
      ) : (
        <p className={styles.asWritten}>{comment.body}</p>
      )}
    </article>
  );
}

/** What people say about the target; seen by everybody who sees it. */
export function CommentsTab(props: Props) {
  const { target, address, comments, reader } = props;
  const asMarkdown = shownAsMarkdown(comments.map(({ body }) => body));
  const count = comments.length === 0 ? "" : String(comments.length);
  return (
    <Panel id="comments" title="Comments" note={count}>
      {comments.length === 0 ? (
        <EmptyState title="No comments yet" icon="message-square">
          What people think of {target.name} will stand here, for everybody who can see the target.
        </EmptyState>
      ) : (
        comments.map((comment, at) => (
          <Comment key={comment.id} comment={comment} asMarkdown={asMarkdown[at] === true} {...props} />
        ))
      )}
      {reader.username === null ? (
        <p className={styles.ask}>
          <a href={`/sign-in?returnTo=${encodeURIComponent(hrefOf(address, { tab: "comments" }))}`}>Sign in</a> to
          comment.
        </p>
      ) : address.comment !== null ? null : (
        <div className={styles.write}>
          <CommentForm targetId={target.id} />
        </div>
      )}
    </Panel>
  );
}
