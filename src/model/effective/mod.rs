//! Values that count: what is written, or else what fills the gap, and who gives it.

mod resources;
mod task;

pub use resources::TaskRoom;
pub use task::TaskView;

use super::{Known, Origin, Place, Setting};

/// A value that counts, and who gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Effective<T> {
    /// The value; or why it cannot be known, in words for users.
    pub value: Result<T, Box<str>>,
    /// Who gives it.
    pub giver: Giver,
}

/// Who gives a value that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Giver {
    /// The setting itself, where it is written.
    Written(Origin, Place),
    /// An environment variable of the deployment or the image.
    Variable(&'static str, Place),
    /// The deployment, where its file says so.
    Deployment(Place),
    /// The platform's default.
    Platform,
    /// Airflow's default.
    Airflow,
}

impl<T> Effective<T> {
    /// A value that somebody gives for certain.
    pub fn known(value: T, giver: Giver) -> Self {
        Self { value: Ok(value), giver }
    }

    /// A value that somebody gives and that cannot be known.
    pub fn unknown(why: impl Into<Box<str>>, giver: Giver) -> Self {
        Self { value: Err(why.into()), giver }
    }

    /// The value of a setting that is written; `None` where it is not.
    pub fn written<S>(setting: &Setting<S>, value: impl FnOnce(&S) -> T) -> Option<Self> {
        Self::given(setting, value, Giver::Written)
    }

    /// The value of an environment variable that is set; `None` where it is not. `value` gives none for a text that means
    /// nothing there.
    pub fn variable(
        setting: &Setting<Box<str>>,
        name: &'static str,
        value: impl FnOnce(&str) -> Option<T>,
    ) -> Option<Self> {
        let giver = |_, place| Giver::Variable(name, place);
        let it = Effective::given(setting, |text| value(text), giver)?;
        Some(match it.value {
            Ok(Some(value)) => Self::known(value, it.giver),
            Ok(None) => Self::unknown(format!("`{name}` has a value that Airflow cannot use"), it.giver),
            Err(why) => Self::unknown(why, it.giver),
        })
    }

    fn given<S>(
        setting: &Setting<S>,
        value: impl FnOnce(&S) -> T,
        giver: impl FnOnce(Origin, Place) -> Giver,
    ) -> Option<Self> {
        match setting {
            Setting::Absent => None,
            Setting::Known(Known { value: it, place, origin, .. }) => {
                Some(Self::known(value(it), giver(*origin, *place)))
            }
            Setting::Opaque(opaque) => Some(Self::unknown(opaque.why.clone(), giver(opaque.origin, opaque.place))),
        }
    }

    /// The value, where it can be known.
    pub fn known_value(&self) -> Option<&T> {
        self.value.as_ref().ok()
    }
}

impl Giver {
    /// Where it is written, where it is.
    pub fn place(self) -> Option<Place> {
        match self {
            Giver::Written(_, place) | Giver::Variable(_, place) | Giver::Deployment(place) => Some(place),
            Giver::Platform | Giver::Airflow => None,
        }
    }
}
