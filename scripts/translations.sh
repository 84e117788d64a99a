#!/usr/bin/env bash
# Collect every sentence of the code and the templates into the catalogues and say what is untranslated.
# Running it twice changes nothing: entries are sorted and dates are left alone.

source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

CATALOGUES=summit/translations
LOCALES=(ru zh_Hans pt_BR ar)
TEMPLATE=messages.pot

pybabel() {
    "$VENV_PYTHON" -m babel.messages.frontend --quiet "$@"
}

# Babel fills what it does not know with made-up names and addresses.
begin_catalogue() {
    local folder="$CATALOGUES/$1/LC_MESSAGES"
    pybabel init --input-file "$TEMPLATE" --output-dir "$CATALOGUES" --locale "$1" --width 110
    sed -e '/^# FIRST AUTHOR/d' -e 's/FULL NAME <EMAIL@ADDRESS>/Summit/' -e 's/ <LL@li.org>//' \
        "$folder/messages.po" >"$folder/begun.po"
    mv "$folder/begun.po" "$folder/messages.po"
}

pybabel extract --mapping-file babel.cfg --sort-output --add-location file --width 110 \
    --keyword _l --keyword lazy_gettext --keyword lazy_ngettext:1,2 --keyword lazy_pgettext:1c,2 \
    --project Summit --version 1 --copyright-holder "the Summit contributors" --msgid-bugs-address help@example.org \
    --add-comments "Translators:" --output-file "$TEMPLATE" .

for locale in "${LOCALES[@]}"; do
    if [ -e "$CATALOGUES/$locale/LC_MESSAGES/messages.po" ]; then
        pybabel update --input-file "$TEMPLATE" --output-dir "$CATALOGUES" --locale "$locale" --width 110 \
            --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
    else
        begin_catalogue "$locale"
    fi
done

"$VENV_PYTHON" scripts/missing_translations.py "${LOCALES[@]}"
