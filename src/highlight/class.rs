//! What a piece of code is, in few words.

macro_rules! classes {
    ($($variant:ident $name:literal $explain:literal)*) => {
        /// The class of a piece of code. Plain text has none.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Class {
            $(#[doc = $explain] $variant,)*
        }

        impl Class {
            /// All classes.
            pub const ALL: &'static [Class] = &[$(Class::$variant),*];

            /// The class attribute in HTML, which the style sheet of a theme names.
            pub fn name(self) -> &'static str {
                match self { $(Class::$variant => $name),* }
            }
        }
    };
}

classes! {
    Comment "c" "A comment."
    Keyword "k" "A word of the language: keyword, modifier, built-in type, operator in letters."
    Text "s" "A string literal."
    Number "n" "A number, a truth value, another constant of the language."
    Escape "e" "An escape or placeholder inside a string."
    Type "t" "The name of a type, class or module where it is defined or inherited."
    Function "f" "The name of a function where it is defined."
    Key "p" "A key of a mapping, a property of a style sheet."
    Tag "g" "The name of an element."
    Attribute "a" "An attribute, annotation or flag of a command."
    Variable "v" "A variable that the language marks as such, such as $HOME."
    Heading "h" "A heading or section name."
    Strong "b" "Emphasised text of a markup language."
    Link "l" "An address in a markup language, a reference."
    Prompt "u" "A prompt, the head of a hunk: what the tool says rather than the author."
    Inserted "i" "An inserted line."
    Deleted "d" "A deleted line."
}
