#!/bin/sh
# Production's gate. Exit 0 lets a change of refs in, 1 refuses all of it.
# Installed as pre-receive, where the pusher sees the reason, and as reference-transaction, so that
# "git update-ref" and "git fetch" inside production meet the same rule. Needs a shell and git only.
refuse() {
  printf 'Production refused this: %s\n' "$1" >&2
  exit 1
}

# approve.mjs writes one member a line and escapes line breaks inside texts, so whole lines can be
# compared and no text can pass for a member.
approved() {
  commit=no tree=no base=no digest=no
  while IFS= read -r line; do
    case "$line" in
      "  \"commit\": \"$1\",") commit=yes ;;
      "  \"tree\": \"$2\",") tree=yes ;;
      "  \"base\": \"$3\",") base=yes ;;
      '  "digest": "'????????????????*'",') digest=yes ;;
    esac
  done
  [ "$commit$tree$base$digest" = yesyesyesyes ]
}

case "$0" in
  *reference-transaction) [ "$1" = prepared ] || exit 0 ;;
esac

now=$(git rev-parse --verify --quiet 'refs/heads/main^{commit}') || refuse 'it has no branch main.'
while read -r old new ref; do
  case "$ref" in
    refs/heads/main | HEAD) ;;
    *) refuse "only refs/heads/main may change, not $ref." ;;
  esac
  case "$new" in
    *[!0]*) ;;
    *) refuse 'main cannot be deleted.' ;;
  esac
  # Packing refs rewrites main as it is.
  [ "$new" != "$now" ] || continue
  git merge-base --is-ancestor "$now" "$new" 2>/dev/null ||
    refuse "$new does not follow main, which is at $now; main only moves forward."
  approval="${GIT_DIR:-.}/approvals/$new.json"
  [ -f "$approval" ] || refuse "there is no approval of commit $new."
  approved "$new" "$(git rev-parse "$new^{tree}")" "$now" <"$approval" ||
    refuse "the approval of $new is not for this commit, its tree and the step from $now."
done
exit 0
