using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Prcl.Contracts.Requests;

/// <summary>Looks for what is wrong with a value that a client sent; null when nothing is.</summary>
internal delegate Fault? ValueCheck(object? value);

/// <summary>Makes checks from types, rules and what may be null. What has no rule has no check either, and that is an error: closed is what isn't opened.</summary>
internal static class ValueChecks
{
    // Not safe for several threads.
    private static NullabilityInfoContext Nullability => new();

    /// <summary>The check of a parameter's values.</summary>
    /// <exception cref="InvalidOperationException">It has no rule, or lacks one within.</exception>
    public static ValueCheck Of(ParameterInfo parameter) =>
        Of(Nullability.Create(parameter), parameter.GetCustomAttribute<RuleAttribute>(), parameter.GetCustomAttribute<CountAttribute>(), $"{parameter.Member.DeclaringType!.Name}.{parameter.Member.Name}: {parameter.Name}");

    private static ValueCheck Of(NullabilityInfo nullability, RuleAttribute? rule, CountAttribute? count, string place)
    {
        var check = OfContent(Nullable.GetUnderlyingType(nullability.Type) ?? nullability.Type, nullability, rule, count, place);
        var absent = nullability.ReadState == NullabilityState.Nullable ? null : new Fault("", "is missing");
        return value => value is null ? absent : check(value);
    }

    private static ValueCheck OfContent(Type type, NullabilityInfo nullability, RuleAttribute? rule, CountAttribute? count, string place)
    {
        if (type == typeof(bool) || type == typeof(byte[]))
        {
            return _ => null;
        }

        if (type.IsEnum)
        {
            return value => Choice(type, value!);
        }

        if (rule?.IsFor(type) == true)
        {
            return value => rule.Fault(value!) is { } fault ? new Fault("", fault) : null;
        }

        return type.IsArray && count is not null ? Items(Of(nullability.ElementType!, rule, null, place + "[]"), count)
            : type == typeof(Dictionary<string, string>) && count is not null && rule is not null ? Pairs(rule, count)
            : type.Assembly == typeof(ValueChecks).Assembly && type.IsDefined(typeof(GenerateSerializerAttribute)) ? Members(type)
            : throw new InvalidOperationException($"{place} ({type.Name}) has no rule; what clients send needs one.");
    }

    private static ValueCheck Members(Type type)
    {
        var members = type.GetProperties().Where(p => p.IsDefined(typeof(IdAttribute))).Select(p =>
            (Property: p, Check: Of(Nullability.Create(p), p.GetCustomAttribute<RuleAttribute>(), p.GetCustomAttribute<CountAttribute>(), $"{type.Name}.{p.Name}"))).ToArray();
        return value =>
        {
            foreach (var (property, check) in members)
            {
                if (check(property.GetValue(value)) is { } fault)
                {
                    return fault with { Where = $".{property.Name}{fault.Where}" };
                }
            }

            return null;
        };
    }

    private static ValueCheck Items(ValueCheck item, CountAttribute count) => value =>
    {
        var items = (IList)value!;
        for (var i = 0; i < Math.Min(items.Count, count.Most); i++)
        {
            if (item(items[i]) is { } fault)
            {
                return fault with { Where = $"[{i}]{fault.Where}" };
            }
        }

        return TooMany(items.Count, count);
    };

    private static ValueCheck Pairs(RuleAttribute rule, CountAttribute count) => value =>
    {
        var pairs = (Dictionary<string, string?>)value!;
        foreach (var (name, text) in pairs.Take(count.Most))
        {
            if (rule.Fault(name) is { } fault)
            {
                return new Fault("", "has a name that " + fault);
            }

            if ((text is null ? "is missing" : rule.Fault(text)) is { } what)
            {
                return new Fault($"[{Printable.Quoted(name)}]", what);
            }
        }

        return TooMany(pairs.Count, count);
    };

    private static Fault? TooMany(int items, CountAttribute count) => items > count.Most ? new Fault("", $"has {items} items; at most {count.Most} are allowed") : null;

    private static Fault? Choice(Type type, object value)
    {
        var bits = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        var isDefined = type.IsDefined(typeof(FlagsAttribute))
            ? (bits & ~Enum.GetValues(type).Cast<object>().Aggregate(0L, (all, one) => all | Convert.ToInt64(one, CultureInfo.InvariantCulture))) == 0
            : Enum.IsDefined(type, value);
        return isDefined ? null : new Fault("", $"is {bits}; it must be one of {string.Join(", ", Enum.GetNames(type))}");
    }
}
