using Prcl.Contracts;
using Prcl.Images.Datasets;

namespace Prcl.Grains.Runs;

/// <summary>Rules for runs that are about to be created. A run that exists goes on, whatever rules have come since.</summary>
internal static class NewRunRules
{
    private const int LongestClassName = 100;

    /// <summary>Refuses a name that breaks a rule.</summary>
    /// <exception cref="PrclRequestException">It does.</exception>
    public static void CheckName(string name)
    {
        if (!PrclNames.IsName(name) || PrclNames.IsReserved(name))
        {
            throw new PrclRequestException($"{Printable.Quoted(name)} is no name for a run: {(PrclNames.IsName(name) ? PrclNames.ReservedRule : PrclNames.Rule)}.") { Code = RequestErrorCode.BadValue };
        }
    }

    /// <summary>Refuses classes that are too many, or whose names can't be shown.</summary>
    /// <param name="classes">The classes.</param>
    /// <param name="most">Classes at most; 0: as many as there may be.</param>
    /// <exception cref="PrclRequestException">They are, or one of them can't.</exception>
    public static void CheckClasses(ClassList classes, int most)
    {
        if (most > 0 && classes.Count > most)
        {
            throw new PrclRequestException($"classes: there are {classes.Count}; the silo lets a run have at most {most} (max-classes).") { Code = RequestErrorCode.BadValue };
        }

        for (var id = 0; id < classes.Count; id++)
        {
            var name = classes.Classes[id].Name;
            if (name.Length > LongestClassName || Printable.IndexOfOther(name) >= 0)
            {
                throw new PrclRequestException(
                    $"classes: class {id} is named {Printable.Quoted(name)}; a name must be at most {LongestClassName} characters, all of which can be shown.")
                { Code = RequestErrorCode.BadValue };
            }
        }
    }
}
