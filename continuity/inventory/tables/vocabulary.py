"""What columns can be: their own names, and what people call them in four languages."""

from dataclasses import dataclass

from continuity.inventory.portable.fields import MAX_DAYS


@dataclass(frozen=True)
class Field:
    """``key`` as the mapping keeps it, ``header`` as it is written, ``kind`` how a cell is read.

    ``words``: other headers that mean it, parted by commas. ``most``: the longest text, or the
    largest number. ``bare``: headers that mean it only where nothing else is meant by them.
    """

    key: str
    header: str
    kind: str = "text"
    words: str = ""
    most: int = 0


@dataclass(frozen=True)
class Level:
    """One step of a path: ``id`` or ``name`` say which row of it is meant."""

    noun: str
    id: Field
    name: Field | None
    fields: tuple[Field, ...]

    @property
    def every(self) -> tuple[Field, ...]:
        return (self.id, *((self.name,) if self.name else ()), *self.fields)


@dataclass(frozen=True)
class Tree:
    name: str
    levels: tuple[Level, ...]

    @property
    def every(self) -> tuple[Field, ...]:
        return tuple(field for level in self.levels for field in level.every)


FUNCTION = Level(
    "function",
    Field("function_id", "Function ID", words="id,key,ref,reference,process id,nr,no,code"),
    Field(
        "function",
        "Function",
        words="name,business function,process,business process,activity,function name,service name,"
        "funktion,prozess,geschäftsprozess,geschäftsfunktion,fonction,processus,activité,functie,"
        "proces,bedrijfsproces,bedrijfsfunctie,naam,nom,bezeichnung",
    ),
    (
        Field("description", "Description", "prose", "notes,beschreibung,omschrijving,bemerkung"),
        Field(
            "criticality",
            "Criticality",
            "criticality",
            "priority,importance,critical,kritikalität,wichtigkeit,priorität,criticité,priorité,"
            "kritikaliteit,kriticiteit,prioriteit,belang",
        ),
        Field(
            "rto",
            "RTO",
            "minutes",
            "recovery time objective,recovery time,wiederanlaufzeit,wiederherstellungszeit,"
            "délai de reprise,dima,hersteltijd,rto minutes",
        ),
        Field(
            "rpo",
            "RPO",
            "minutes?",
            "recovery point objective,datenverlust,maximaler datenverlust,perte de données,pdma,"
            "dataverlies",
        ),
        Field(
            "mtpd",
            "MTPD",
            "minutes",
            "mtd,mao,mtpod,maximum tolerable period of disruption,maximum tolerable downtime,"
            "maximum acceptable outage,maximal tolerierbare ausfallzeit,mta,dmia,"
            "durée maximale d'interruption,maximale uitvalsduur",
        ),
        Field(
            "minimum_capacity",
            "Minimum capacity",
            "share",
            "mbco,minimum business continuity objective,minimum service level,capacity needed,"
            "mindestkapazität,notbetriebsniveau,capacité minimale,minimale capaciteit",
        ),
        Field(
            "impact",
            "Impact",
            "impact",
            "impact curve,cost per hour,loss per hour,schaden,schadensverlauf,coût,schade",
        ),
        Field(
            "owner",
            "Owner",
            "email",
            "process owner,business owner,responsible,owner e-mail,owner email,verantwortlich,"
            "verantwortlicher,verantwortliche,eigentümer,propriétaire,responsable,eigenaar,"
            "verantwoordelijke",
        ),
        Field(
            "deputy",
            "Deputy",
            "email",
            "backup owner,stand-in,stellvertreter,stellvertretung,suppléant,plaatsvervanger",
        ),
        Field(
            "assessed_on",
            "Assessed on",
            "day",
            "bia date,last bia,date of bia,assessed,bewertet am,datum bia,évalué le,beoordeeld op",
        ),
        Field(
            "depends_on",
            "Depends on",
            "names",
            "needs,needs functions,depends on functions,upstream,hängt ab von,abhängig von,"
            "dépend de,afhankelijk van",
        ),
    ),
)
DEPENDENCY = Level(
    "dependency",
    Field("dependency_id", "Dependency ID"),
    Field(
        "dependency",
        "Dependency",
        words="ai dependency,use of ai,ai use,use case,abhängigkeit,ki-abhängigkeit,"
        "ki-nutzung,dépendance,usage ia,afhankelijkheid,ai-gebruik",
    ),
    (
        Field("essential", "Essential", "flag", "stops without it,wesentlich,essentiel,essentieel"),
        Field(
            "required",
            "Required",
            "whole",
            "options required,must run,erforderlich,requis,vereist",
            1000,
        ),
        Field(
            "high_risk", "High-risk", "flag", "high risk,ai act,hochrisiko,haut risque,hoog risico"
        ),
        Field("dependency_description", "Dependency description", "prose"),
    ),
)
OPTION = Level(
    "option",
    Field("option_id", "Option ID"),
    Field("option", "Option", words="alternative,fallback,way,option name,ausweichlösung,optie"),
    (
        Field(
            "on",
            "On",
            "names",
            "rests on,component,components,provider component,model,models,beruht auf,komponente,"
            "komponenten,repose sur,composant,composants,rust op,component(en)",
        ),
        Field("capacity", "Capacity", "share", "kapazität,capacité,capaciteit"),
        Field(
            "switch",
            "Switch time",
            "minutes",
            "switch,time to switch,switch minutes,switchover,umschaltzeit,temps de bascule,"
            "omschakeltijd",
        ),
        Field(
            "runbook", "Runbook", "one", "playbook,procedure,notfallverfahren,procédure,draaiboek"
        ),
        Field(
            "tested_on",
            "Tested on",
            "day",
            "last test,last tested,last exercise,getestet am,letzter test,testé le,getest op",
        ),
    ),
)
COMPONENT = Level(
    "component",
    Field("component_id", "Component ID", words="id,key"),
    Field("component_name", "Component", words="name,service,system,asset,komponente,composant"),
    (
        Field("kind", "Kind", "kind", "type,art,typ,soort,genre"),
        Field(
            "provider", "Provider", "provider", "vendor,supplier,anbieter,fournisseur,leverancier"
        ),
        Field("provider_name", "Provider name", "text?"),
        Field("runs_on", "Runs on", "names", "hosted on,depends on,läuft auf,tourne sur,draait op"),
    ),
)
EVIDENCE = Level(
    "evidence",
    Field("evidence_for", "Evidence for", words="evidence of"),
    None,
    (
        Field("evidence", "Evidence", "prose", "source,proof,beleg,preuve,bewijs", 500),
        Field("as_of", "As of", "day", "stand,date,datum"),
    ),
)
RUNBOOK = Level(
    "runbook",
    Field("runbook_id", "Runbook ID", words="id,key"),
    Field("runbook_title", "Runbook", words="title,name,titel,titre,playbook"),
    (
        Field("summary", "Summary", "prose", "description,zusammenfassung,résumé,samenvatting"),
        Field("runbook_owner", "Owner", "email", "responsible,verantwortlich,responsable,eigenaar"),
        Field("review_every_days", "Review every (days)", "whole", "review every", MAX_DAYS),
        Field("reviewed_on", "Reviewed on", "day", "last review,geprüft am,revu le,herzien op"),
    ),
)
STEP = Level(
    "step",
    Field("step_key", "Step ID", words="step key,step no,step nr"),
    Field("step", "Step", words="step title,action,schritt,étape,stap"),
    (
        Field("role", "Role", "text?", "who,rolle,wer,rôle,qui,rol,wie"),
        Field("minutes", "Time", "minutes", "minutes,duration,dauer,zeit,durée,duur,tijd"),
        Field("instruction", "Instruction", "prose", "what to do,anweisung,instruction,instructie"),
        Field("proof", "Proof", "prose", "how to tell,done when,nachweis,preuve,bewijs", 300),
        Field("waits_for", "Waits for", "names", "after,wartet auf,attend,wacht op"),
        Field("after_service", "After service", "flag", "once it is back"),
    ),
)

FUNCTIONS = Tree("functions", (FUNCTION, DEPENDENCY, OPTION))
COMPONENTS = Tree("components", (COMPONENT, EVIDENCE))
RUNBOOKS = Tree("runbooks", (RUNBOOK, STEP))
ABOUT = Tree(
    "organisation",
    (
        Level(
            "organisation",
            Field("organisation", "Organisation"),
            None,
            (
                Field("currency", "Currency"),
                Field("timezone", "Time zone"),
                Field("cadence", "Test cadence (days)", "whole", "", MAX_DAYS),
                Field("on_day", "Day", "day"),
            ),
        ),
    ),
)
TREES = {tree.name: tree for tree in (FUNCTIONS, COMPONENTS, RUNBOOKS, ABOUT)}
