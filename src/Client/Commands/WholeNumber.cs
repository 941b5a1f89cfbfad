using System.CommandLine;
using System.Globalization;

namespace Prcl.Client.Commands;

/// <summary>Options that take a whole number.</summary>
internal static class WholeNumber
{
    /// <summary>An option for a number from <paramref name="least"/>; null when it isn't given.</summary>
    public static Option<long?> Option(string name, string description, string helpName, long least) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            if (long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least)
            {
                return number;
            }

            result.AddError($"{name} is '{result.Tokens[0].Value}'; it must be a whole number from {least}");
            return null;
        },
    };

    /// <summary>An option for a model version, and which one is taken without it.</summary>
    public static Option<long?> Version(string otherwise) => Option("--version", $"The model version [default: {otherwise}]", "V", 0);
}
