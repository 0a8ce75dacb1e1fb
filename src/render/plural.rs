//! Which form of a noun a number takes: the rules of CLDR for whole numbers.
//!
//! Only the languages that the default theme is written in have rules of their own; a theme in another language has one
//! form for one and one for all other numbers.

/// A form of a counted noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// None at all, in Arabic.
    Zero,
    /// One.
    One,
    /// Two, in Arabic.
    Two,
    /// Few, in Arabic 3 to 10 of each hundred.
    Few,
    /// Many, in Arabic 11 to 99 of each hundred, in Spanish and Portuguese whole millions.
    Many,
    /// Whatever has no form of its own.
    Other,
}

/// The form for `number` in `language`, a BCP 47 tag.
pub(super) fn form(language: &str, number: u64) -> Form {
    let base = language.split('-').next().unwrap_or(language);
    match base {
        "ja" | "ko" | "zh" => Form::Other,
        "ar" => match (number, number % 100) {
            (0, _) => Form::Zero,
            (1, _) => Form::One,
            (2, _) => Form::Two,
            (_, 3..=10) => Form::Few,
            (_, 11..=99) => Form::Many,
            _ => Form::Other,
        },
        "es" | "pt" => match number {
            1 => Form::One,
            // Portuguese counts nothing as one, but in Europe.
            0 if base == "pt" && language != "pt-PT" => Form::One,
            millions if millions > 0 && millions.is_multiple_of(1_000_000) => Form::Many,
            _ => Form::Other,
        },
        _ if number == 1 => Form::One,
        _ => Form::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, form};

    #[test]
    fn numbers_take_the_forms_of_cldr() {
        let forms = |language: &str, numbers: &[u64]| -> Vec<Form> {
            numbers.iter().map(|&n| form(language, n)).collect()
        };
        assert_eq!(
            forms("ar", &[0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 111]),
            [
                Form::Zero,
                Form::One,
                Form::Two,
                Form::Few,
                Form::Few,
                Form::Many,
                Form::Many,
                Form::Other,
                Form::Other,
                Form::Other,
                Form::Few,
                Form::Many,
            ]
        );
        assert_eq!(
            forms("pt-BR", &[0, 1, 2, 1_000_000]),
            [Form::One, Form::One, Form::Other, Form::Many]
        );
        assert_eq!(form("pt-PT", 0), Form::Other);
        assert_eq!(
            forms("en", &[0, 1, 2]),
            [Form::Other, Form::One, Form::Other]
        );
        assert_eq!(form("zh-Hans", 1), Form::Other);
    }
}
