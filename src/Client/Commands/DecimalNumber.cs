using System.CommandLine;
using System.Globalization;

namespace Prcl.Client.Commands;

/// <summary>Options that take a number with or without decimals.</summary>
internal static class DecimalNumber
{
    /// <summary>An option for a number within bounds; null when it isn't given.</summary>
    public static Option<double?> Option(string name, string description, string helpName, double least, double most) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is '{result.Tokens[0].Value}'; it must be a number from {least} to {most}"));
            return null;
        },
    };
}
